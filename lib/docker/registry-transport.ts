import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates } from "node:tls";
import { reasonOf } from "../problems/reason-of.ts";
import type { RegistryCredentials } from "./registry.ts";
import { authorizationFor } from "./registry-authorization.ts";

export interface RegistryOptions {
  /** `host[:port]`; `docker.io` is Docker Hub. */
  readonly address: string;
  /** Default: none, as for what everybody may pull. */
  readonly login?: RegistryCredentials | undefined;
  /** True for a registry without TLS. Default: only one on this machine may be without, as for Docker itself. */
  readonly isPlain?: boolean;
  /** PEM text of an authority to trust, in addition to Node's own. */
  readonly ca?: string | undefined;
  /** Milliseconds without a byte after which a registry counts as unreachable. Default: 20 s. */
  readonly timeout?: number;
  /** Milliseconds for which a request is repeated that the registry puts off. Default: 20 s. */
  readonly patience?: number;
}

/** A registry that did not answer (no `status`) or refused (with the HTTP `status` of its answer). */
export class RegistryError extends Error {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.name = "RegistryError";
    this.status = status;
  }
}

export interface RegistryCall {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Below the registry's address, or the whole address that the registry gave for an upload. */
  readonly path: string;
  /** What a token is asked for, such as `repository:team/app:pull`. */
  readonly scope: string;
  readonly headers?: Headers;
  /** A stream is sent once, with `content-length` among the headers. Only a call before it may be asked for the login. */
  readonly body?: Buffer | Readable;
}

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Readable;
}

export type Headers = Readonly<Record<string, string>>;

/** Sends one call after another to a registry. */
export type RegistryTransport = (call: RegistryCall) => Promise<RegistryAnswer>;

/**
 * How calls reach a registry: with or without TLS, with the login or a token once it asks for one, again when it puts off, and to
 * where it sends on.
 */
export function registryTransport(options: RegistryOptions): RegistryTransport {
  const { login, timeout = 20_000, patience = 20_000 } = options;
  const trust = options.ca ? { ca: [...getCACertificates("default"), options.ca] } : {};
  const origins = originsOf(options);
  /** The header that the registry wants, by scope. */
  const authorizations = new Map<string, string>();

  async function send(url: URL, method: string, headers: Headers, body?: Buffer | Readable) {
    const start = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = start(url, { method, headers, timeout, ...trust });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    try {
      const begun = once(request, "response") as Promise<[IncomingMessage]>;
      if (body === undefined || Buffer.isBuffer(body)) request.end(body);
      else await Promise.race([pipeline(body, request), begun]);
      const [response] = await begun;
      return { status: response.statusCode ?? 0, headers: response.headers, body: response };
    } catch (error) {
      throw new RegistryError(reasonOf(error as Error));
    }
  }

  /** Docker asks a registry on the same machine without TLS if it has none. */
  async function atOrigin({ path, method, headers, body }: RegistryCall, more: Headers) {
    for (;;) {
      const [origin = "", ...others] = origins;
      try {
        return await send(new URL(path, origin), method, { ...headers, ...more }, body);
      } catch (error) {
        if (others.length === 0) throw error;
        // Several calls at a time learn the same.
        if (origins[0] === origin) origins.shift();
      }
    }
  }

  async function sentOn(call: RegistryCall): Promise<RegistryAnswer> {
    const authorization = authorizations.get(call.scope);
    const answer = await atOrigin(call, { ...(authorization && { authorization }) });
    const target = answer.headers.location;
    if (answer.status < 301 || answer.status > 308 || !target) return answer;
    answer.body.resume();
    // The address of another storage contains a signature. It gets no login.
    return send(new URL(target, new URL(call.path, origins[0])), call.method, call.headers ?? {});
  }

  return async (call) => {
    const used = authorizations.get(call.scope);
    const answer = await repeated(patience, call, () => sentOn(call));
    if (answer.status !== 401 || used !== undefined) return answer;
    answer.body.resume();
    const ask = async (url: URL, headers: Headers) => {
      const { status, body } = await repeated(patience, call, () => send(url, "GET", headers));
      return { status, body: (await buffer(body)).toString() };
    };
    const { "www-authenticate": challenge } = answer.headers;
    const { scope } = call;
    // Of several calls at a time, each learns only from its own answer that the registry wants a login.
    if (!authorizations.has(scope))
      authorizations.set(scope, await authorizationFor(challenge, { login, scope, ask }));
    return repeated(patience, call, () => sentOn(call));
  };
}

/** The addresses to try, the first one first. */
function originsOf({ address, isPlain }: RegistryOptions): string[] {
  if (isPlain) return [`http://${address}`];
  if (address === "docker.io") return ["https://registry-1.docker.io"];
  return isOnThisMachine(address) ? [`https://${address}`, `http://${address}`] : [`https://${address}`];
}

function isOnThisMachine(address: string): boolean {
  const host = address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Repeats a call that the registry puts off, as it says, or with longer and longer pauses. A stream can be sent only once. */
async function repeated(
  patience: number,
  { body }: RegistryCall,
  work: () => Promise<RegistryAnswer>,
): Promise<RegistryAnswer> {
  const end = Date.now() + patience;
  const isOnce = body !== undefined && !Buffer.isBuffer(body);
  for (let pause = 500; ; pause *= 2) {
    const answer = await work();
    const wait = Number(answer.headers["retry-after"]) * 1000 || pause;
    const isPutOff = answer.status === 429 || answer.status === 503;
    if (!isPutOff || isOnce || Date.now() + wait > end) return answer;
    answer.body.resume();
    await sleep(wait);
  }
}
