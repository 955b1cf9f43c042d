import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import qs from "qs";
import { ApiError } from "./errors.ts";

/** Deep enough for `variables[0][key]`, and lists of any length that people send. */
const limits = { depth: 10, arrayLimit: 1000, parameterLimit: 10_000, allowPrototypes: false };

export function parseQuery(text: string): Record<string, unknown> {
  return qs.parse(text, limits);
}

/** Reads JSON and forms; everything else stays a stream for its handler. */
export async function acceptBodies(server: FastifyInstance): Promise<void> {
  await server.register(multipart, { limits: { fileSize: Number.MAX_SAFE_INTEGER } });
  server.removeContentTypeParser(["application/json", "text/plain"]);
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    const text = String(body).trim();
    try {
      done(null, text === "" ? {} : JSON.parse(text));
    } catch {
      done(new ApiError(400, { error: "The request body is not valid JSON" }));
    }
  });
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, parseQuery(String(body))),
  );
  server.addContentTypeParser("*", (_request, _payload, done) => done(null));
}

/** Query, body and path merged; the path wins. */
export async function allParams(
  request: FastifyRequest,
  body: "stream" | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const fields = body === "stream" ? {} : await bodyParams(request);
  return { ...(request.query as object), ...fields, ...(request.params as object) };
}

async function bodyParams(request: FastifyRequest): Promise<object> {
  if (!request.isMultipart()) {
    const { body } = request;
    return typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
  }
  const pairs: string[] = [];
  for await (const part of request.parts()) {
    const value = part.type === "file" ? (await part.toBuffer()).toString("utf8") : String(part.value);
    pairs.push(`${encodeURIComponent(part.fieldname)}=${encodeURIComponent(value)}`);
  }
  return parseQuery(pairs.join("&").replaceAll("%5B", "[").replaceAll("%5D", "]"));
}
