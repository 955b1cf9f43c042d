import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { acceptBodies, allParams, parseQuery } from "./body.ts";
import { ApiError, unauthorized } from "./errors.ts";
import { strike } from "./faults.ts";
import { identify } from "./identity.ts";
import { readParams } from "./params.ts";
import { Answer, type Call, type Route } from "./route.ts";

const api = "/api/v4";

/** Parts outside the table of routes: git, pages, health. */
export type Plugin = (server: FastifyInstance, context: Context) => void | Promise<void>;

export async function createServer(
  context: Context,
  routes: readonly Route[],
  plugins: readonly Plugin[],
): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: 256 * 1024 * 1024,
    routerOptions: { maxParamLength: 8192, querystringParser: parseQuery },
    genReqId: () => randomUUID().replaceAll("-", "").slice(0, 26).toUpperCase(),
    // A path with a broken escape is an unknown path.
    frameworkErrors: (_error, request, reply) => unknownRoute(request, reply as never),
  });
  await acceptBodies(server);
  observe(server, context);
  server.setErrorHandler((error, request, reply) => fail(context, error, request, reply));
  server.setNotFoundHandler(unknownRoute);
  for (const each of [...routes].sort((a, b) => Number(b.verb === "HEAD") - Number(a.verb === "HEAD"))) {
    server.route({
      method: each.verb,
      url: api + each.path,
      handler: (request, reply) => serve(context, each, request, reply),
    });
  }
  for (const url of [api, `${api}/*`]) server.all(url, unknownRoute);
  for (const plugin of plugins) await server.register(async (child) => plugin(child, context));
  return server;
}

/** Headers of every answer, injected faults, and a line in the log for each request. */
function observe(server: FastifyInstance, { faults, log }: Context): void {
  server.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "x-request-id": request.id,
      "x-frame-options": "SAMEORIGIN",
      "x-content-type-options": "nosniff",
    });
    const path = pathOf(request);
    const fault = path.startsWith("/-/") ? undefined : faults.take(request.method, path);
    if (fault && (await strike(fault, request, reply))) return reply;
  });
  server.addHook("onSend", async (request, reply) => {
    reply.header("x-runtime", (reply.elapsedTime / 1000).toFixed(6));
    if (!request.url.startsWith(api)) return;
    // GitLab names no charset, and clients compare.
    if (reply.getHeader("content-type") === "application/json; charset=utf-8") {
      reply.header("content-type", "application/json");
    }
    reply.header("x-gitlab-meta", JSON.stringify({ correlation_id: request.id, version: "1" }));
    if (!reply.hasHeader("cache-control")) {
      reply.header("cache-control", "max-age=0, private, must-revalidate");
    }
  });
  server.addHook("onResponse", async (request, reply) => {
    log(`${request.method} ${pathOf(request)} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`);
  });
}

async function serve(
  context: Context,
  { options, handle }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const all = await allParams(request, options.body);
  const identity = options.auth === "none" ? undefined : identify(context, request, all, options);
  if (!identity && (options.auth ?? "user") === "user") throw unauthorized();
  const params = { ...(request.params as object), ...readParams(options.params ?? {}, all) };
  const call: Call = { context, params, all, origin: originOf(request), identity, request, reply };
  const result = await handle(call as Call<never>);
  if (reply.sent) return reply;
  if (result instanceof Answer) return answer(reply, result);
  const statuses: Readonly<Record<string, number>> = { POST: 201, DELETE: 204 };
  return answer(reply, new Answer(statuses[request.method] ?? 200, result));
}

function answer(reply: FastifyReply, { status, body, headers }: Answer) {
  reply.code(status).headers(headers);
  if (status === 204 || body === undefined) return reply.send();
  const isJson = !headers["content-type"];
  return isJson ? reply.type("application/json").send(JSON.stringify(body)) : reply.send(body);
}

/** `http://host:port` as the client wrote it, so that the links of answers lead back here. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

/**
 * GitLab answers 404 to an unknown call. Here 501 tells a client that the stand-in lacks its call. A
 * project's path with an unencoded slash is a 404 here too.
 */
function unknownRoute(request: FastifyRequest, reply: FastifyReply) {
  const path = pathOf(request);
  const isSplitPath = /^\/api\/v4\/projects\/(?!\d+\/)[^/%]+\/./.test(path);
  const isOurs = path.startsWith(`${api}/`) || path === "/api/graphql";
  if (path === api || path === `${api}/` || isSplitPath || !isOurs) {
    return reply.code(404).send({ error: "404 Not Found" });
  }
  return reply
    .code(501)
    .send({ error: `501 Not Implemented: the stand-in has no ${request.method} ${path}` });
}

function fail(context: Context, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof ApiError) return reply.code(error.status).headers(error.headers).send(error.body);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status === 413) return reply.code(413).send({ message: "413 Request Entity Too Large" });
  if (status < 500) return reply.code(status).send({ error: (error as Error).message });
  context.log(`${request.method} ${pathOf(request)} failed: ${(error as Error).stack}`);
  return reply.code(500).send({ message: "500 Internal Server Error" });
}
