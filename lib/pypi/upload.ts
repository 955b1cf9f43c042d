import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { getCACertificates } from "node:tls";
import { reasonOf } from "../problems/reason-of.ts";
import { PypiError, type PypiOptions } from "./client.ts";

/** A server that takes packages. */
export interface PypiServer extends Pick<PypiOptions, "login" | "ca" | "timeout"> {
  /** Such as `http://10.0.0.60:8010`. */
  readonly url: string;
}

/** A file of a package with what a server asks about it. */
export interface Upload {
  readonly package: string;
  readonly version: string;
  /** Such as `greeting-0.1.0-py3-none-any.whl`. */
  readonly file: string;
  readonly sha256: string;
  readonly content: Buffer;
}

/** Uploads a file as twine does. A server overwrites none. @throws PypiError, with status 409 for a file that is there */
export async function uploadFile(server: PypiServer, upload: Upload): Promise<void> {
  const { login, ca, timeout = 20_000 } = server;
  const { headers, body } = await formOf(upload);
  const url = new URL(server.url);
  const start = url.protocol === "https:" ? httpsRequest : httpRequest;
  const basic = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;
  try {
    const request = start(url, {
      ...{ method: "POST", timeout },
      headers: { ...headers, ...(basic && { authorization: basic }) },
      ...(ca && { ca: [...getCACertificates("default"), ca] }),
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    request.end(body);
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    answer.resume();
    const { statusCode = 0 } = answer;
    if (statusCode >= 300) throw new PypiError(`HTTP ${statusCode}`, statusCode);
  } catch (error) {
    if (error instanceof PypiError) throw error;
    throw new PypiError(reasonOf(error as Error));
  }
}

async function formOf({ package: name, version, file, sha256, content }: Upload) {
  const isWheel = file.endsWith(".whl");
  const form = new FormData();
  const fields = {
    ":action": "file_upload",
    protocol_version: "1",
    metadata_version: "2.1",
    ...{ name, version, sha256_digest: sha256 },
    filetype: isWheel ? "bdist_wheel" : "sdist",
    pyversion: isWheel ? (file.split("-").at(-3) ?? "py3") : "source",
  };
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set("content", new Blob([Uint8Array.from(content)]), file);
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  return {
    headers: { "content-type": encoded.headers.get("content-type") ?? "", "content-length": body.length },
    body,
  };
}
