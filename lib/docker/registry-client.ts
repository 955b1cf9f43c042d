import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates } from "node:tls";
import type { RegistryCredentials } from "./registry.ts";
import { authorizationFor } from "./registry-authorization.ts";

/** A client of one registry, by the standard API (OCI Distribution). Creating it sends no request. */
export interface RegistryClient {
  /** `host[:port]`, as images name it. */
  readonly address: string;
  /**
   * All tags of a repository, page after page, in the registry's order.
   * @param repository such as `docker-local/app`
   * @returns undefined if the registry has no such repository
   * @throws RegistryError
   */
  tags(repository: string): Promise<string[] | undefined>;
  /**
   * The digest of a tag.
   * @returns undefined if the registry has no such image
   * @throws RegistryError
   */
  digest(repository: string, tag: string): Promise<string | undefined>;
}

export interface RegistryOptions {
  /** `host[:port]`; `docker.io` is Docker Hub. */
  readonly address: string;
  /** Default: none, as for what everybody may pull. */
  readonly login?: RegistryCredentials | undefined;
  /** True for a registry without TLS. Default: only one on this machine may be without, as for Docker itself. */
  readonly isPlain?: boolean;
  /** PEM text of an authority to trust, in addition to Node's own. */
  readonly ca?: string | undefined;
  /** Milliseconds to wait for one answer. Default: 20 s. */
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

/** What a registry may have for a tag: an image, or one for several platforms, in Docker's form or the standard's. */
const manifests = ["oci.image.index.v1", "oci.image.manifest.v1"]
  .map((name) => `application/vnd.${name}+json`)
  .concat(
    ["manifest.list.v2", "manifest.v2"].map((name) => `application/vnd.docker.distribution.${name}+json`),
  )
  .join(", ");

export function connectRegistry(options: RegistryOptions): RegistryClient {
  const { address, login, timeout = 20_000, patience = 20_000 } = options;
  const trust = options.ca ? { ca: [...getCACertificates("default"), options.ca] } : {};
  const origins = originsOf(options);
  /** The header that the registry wants, by scope. */
  const authorizations = new Map<string, string>();

  async function send(url: URL, method: string, headers: Headers): Promise<Answer> {
    const start = url.protocol === "https:" ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(timeout);
    try {
      const request = start(url, { method, headers, signal, ...trust } satisfies RequestOptions);
      request.end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
    } catch (error) {
      if (signal.aborted) throw new RegistryError(`no answer within ${timeout / 1000} s`);
      throw new RegistryError(reasonOf(error as Error));
    }
  }

  /** Docker asks a registry on the same machine without TLS if it has none. */
  async function fromFirst(path: string, method: string, headers: Headers): Promise<Answer> {
    for (;;) {
      const [origin = "", ...others] = origins;
      try {
        return await send(new URL(path, origin), method, headers);
      } catch (error) {
        if (others.length === 0) throw error;
        origins.shift();
      }
    }
  }

  async function request(repository: string, path: string, method = "GET"): Promise<Answer | undefined> {
    const scope = `repository:${repository}:pull`;
    const headers = (): Headers => {
      const authorization = authorizations.get(scope);
      return { accept: manifests, ...(authorization && { authorization }) };
    };
    let answer = await repeated(patience, () => fromFirst(path, method, headers()));
    if (answer.status === 401) {
      const ask = (url: URL, more: Headers) => repeated(patience, () => send(url, "GET", more));
      authorizations.set(
        scope,
        await authorizationFor(answer.headers["www-authenticate"], { login, scope, ask }),
      );
      answer = await repeated(patience, () => fromFirst(path, method, headers()));
    }
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw new RegistryError(messageOf(answer), answer.status);
    return answer;
  }

  async function tags(repository: string): Promise<string[] | undefined> {
    const found: string[] = [];
    let path: string | undefined = `/v2/${pathOf(repository)}/tags/list?n=1000`;
    while (path !== undefined) {
      const answer: Answer | undefined = await request(repository, path);
      if (!answer) return undefined;
      found.push(...((json(answer).tags as string[] | null) ?? []));
      path = nextPage(answer.headers.link);
    }
    return found;
  }

  async function digest(repository: string, tag: string): Promise<string | undefined> {
    const answer = await request(repository, `/v2/${pathOf(repository)}/manifests/${tag}`, "HEAD");
    const found = answer?.headers["docker-content-digest"];
    return typeof found === "string" ? found : undefined;
  }

  /** Docker Hub's own images have no name before theirs. */
  function pathOf(repository: string): string {
    return isDockerHub(address) && !repository.includes("/") ? `library/${repository}` : repository;
  }

  return { address, tags, digest };
}

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The addresses to try, the first one first. */
function originsOf({ address, isPlain }: RegistryOptions): string[] {
  if (isPlain) return [`http://${address}`];
  if (isDockerHub(address)) return ["https://registry-1.docker.io"];
  return isOnThisMachine(address) ? [`https://${address}`, `http://${address}`] : [`https://${address}`];
}

function isDockerHub(address: string): boolean {
  return address === "docker.io";
}

function isOnThisMachine(address: string): boolean {
  const host = address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Repeats a request that the registry puts off, as it says, or with longer and longer pauses. */
async function repeated(patience: number, work: () => Promise<Answer>): Promise<Answer> {
  const end = Date.now() + patience;
  for (let pause = 500; ; pause *= 2) {
    const answer = await work();
    const wait = Number(answer.headers["retry-after"]) * 1000 || pause;
    const isPutOff = answer.status === 429 || answer.status === 503;
    if (!isPutOff || Date.now() + wait > end) return answer;
    await sleep(wait);
  }
}

/** The path of the next page, from `</v2/…>; rel="next"`. */
function nextPage(link: string | string[] | undefined): string | undefined {
  const [, target] = /^<([^>]+)>;\s*rel="?next"?/.exec(String(link ?? "")) ?? [];
  if (target === undefined) return undefined;
  const { pathname, search } = new URL(target, "http://registry");
  return pathname + search;
}

function json({ body }: Answer): Record<string, unknown> {
  try {
    return JSON.parse(body);
  } catch {
    throw new RegistryError("an answer that is no JSON");
  }
}

/** The registry's own message: `errors` of the standard, else the status. */
function messageOf(answer: Answer): string {
  if (answer.status === 429) return "too many requests";
  try {
    const [first] = JSON.parse(answer.body).errors;
    return String(first.message ?? first.code);
  } catch {
    return `HTTP ${answer.status}`;
  }
}

function reasonOf(error: Error): string {
  const all = error instanceof AggregateError ? error.errors : [error];
  return all.map(({ message }) => message).join(", ");
}
