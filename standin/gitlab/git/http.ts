import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gitEnvironment, type Repository } from "./command.ts";

/** A request of git's client, taken apart. */
export interface GitRequest {
  /** Full path of the project. */
  readonly project: string;
  readonly service: "git-upload-pack" | "git-receive-pack";
  /** `/info/refs` or the service. */
  readonly endpoint: string;
  readonly query: string;
}

/** Takes the address of a request apart; undefined where it is not one of git's. */
export function parseGitRequest(url: string): GitRequest | undefined {
  const [path = "", query = ""] = url.split("?", 2);
  const found = /^\/(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path);
  if (!found || path.startsWith("/api/") || path.includes("/-/")) return undefined;
  const [, project = "", endpoint = ""] = found;
  const asked = endpoint === "info/refs" ? new URLSearchParams(query).get("service") : endpoint;
  if (asked !== "git-upload-pack" && asked !== "git-receive-pack") return undefined;
  return { project: safeDecode(project), service: asked, endpoint: `/${endpoint}`, query };
}

export interface Service {
  readonly repository: Repository;
  readonly request: GitRequest;
  /** Name of who asks, as git's own log shows it. */
  readonly user: string;
  /** Of a push: how its hooks reach the server. */
  readonly admission?: { readonly variables: Readonly<Record<string, string>>; readonly hooks: string };
}

/** Lets `git http-backend` answer a request; nothing of body or pack is kept in memory. */
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
  await Promise.all([answer(child, response), ended]);
}

/** Git ends by itself when the body does, be it before its time; what it leaves of the body is dropped. */
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

/** Turns the head of a CGI answer into one of HTTP, and lets its body pass. */
async function answer(child: ChildProcessByStdio<Writable, Readable, null>, response: ServerResponse) {
  let head = Buffer.alloc(0);
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    head = Buffer.concat([head, chunk as Buffer]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) continue;
    const fields = head.subarray(0, end).toString("utf8").split("\r\n");
    const headers = new Map(fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]));
    response.statusCode = Number.parseInt(headers.get("Status") ?? "200", 10);
    headers.delete("Status");
    for (const [name, value] of headers) response.setHeader(name, value);
    response.write(head.subarray(end + 4));
    await pipeline(child.stdout, response).catch(() => child.stdout.destroy());
    return;
  }
  response.statusCode = 500;
  response.end();
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
