import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gitEnvironment, type Repository } from "./command.ts";

/** A request of git's client, parsed. */
export interface GitRequest {
  /** Full path of the project. */
  readonly project: string;
  readonly service: "git-upload-pack" | "git-receive-pack";
  /** `/info/refs` or the service. */
  readonly endpoint: string;
  readonly query: string;
  /** The address has ".git" after the project, as it should. */
  readonly hasSuffix: boolean;
}

/** Parses the address of a request; undefined if it is not one of git's. */
export function parseGitRequest(url: string): GitRequest | undefined {
  const [path = "", query = ""] = url.split("?", 2);
  const found = /^\/(.+?)(\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path);
  if (!found) return undefined;
  const [, project = "", suffix, endpoint = ""] = found;
  const asked = endpoint === "info/refs" ? new URLSearchParams(query).get("service") : endpoint;
  if (asked !== "git-upload-pack" && asked !== "git-receive-pack") return undefined;
  const hasSuffix = suffix !== undefined;
  return { project: safeDecode(project), service: asked, endpoint: `/${endpoint}`, query, hasSuffix };
}

export interface Service {
  readonly repository: Repository;
  readonly request: GitRequest;
  /** The caller's name, for git's own log. */
  readonly user: string;
  /** For a push: how its hooks reach the server. */
  readonly admission?: { readonly variables: Readonly<Record<string, string>>; readonly hooks: string };
}

/** Lets `git http-backend` answer a request. Body and pack are streamed, not kept in memory. */
export async function serveGit(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const hooks = service.admission?.hooks ?? "/dev/null";
  const env = gitEnvironment(variables(service, request), { "core.hooksPath": hooks });
  const child = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve, reject) => {
    child.on("error", reject).on("close", () => resolve());
  });
  feed(request, child.stdin);
  await Promise.all([answer(child.stdout, response), ended]);
}

/** Git ends by itself at the end of the body, or before it. The unread rest of the body is dropped. */
function feed(request: IncomingMessage, input: Writable): void {
  request.pipe(input);
  request.once("close", () => request.complete || input.destroy());
  input.once("error", () => {
    request.unpipe(input);
    request.resume();
  });
}

function variables({ repository, request, user, admission }: Service, message: IncomingMessage) {
  const { headers } = message;
  const optional = {
    CONTENT_TYPE: headers["content-type"],
    CONTENT_LENGTH: headers["content-length"],
    HTTP_CONTENT_ENCODING: headers["content-encoding"],
    GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
    ...admission?.variables,
  };
  return {
    GIT_PROJECT_ROOT: dirname(repository.path),
    PATH_INFO: repository.path.slice(dirname(repository.path).length) + request.endpoint,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: message.method ?? "GET",
    QUERY_STRING: request.query,
    REMOTE_USER: user,
    REMOTE_ADDR: message.socket.remoteAddress ?? "",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)),
  } as Record<string, string>;
}

/** Turns the header of a CGI answer into an HTTP header, and passes its body on. */
async function answer(output: Readable, response: ServerResponse): Promise<void> {
  response.statusCode = 500;
  async function* body(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of chunks) {
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) continue;
      setHead(response, head.subarray(0, end).toString("utf8"));
      yield head.subarray(end + 4);
      head = undefined;
    }
  }
  // A client that has closed its connection is no fault.
  await pipeline(output, body, response).catch(() => output.destroy());
}

function setHead(response: ServerResponse, head: string): void {
  const fields = head.split("\r\n").map((field) => field.split(/: (.*)/s, 2) as [string, string]);
  const { Status: status = "200", ...headers } = Object.fromEntries(fields);
  response.statusCode = Number.parseInt(status, 10);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
