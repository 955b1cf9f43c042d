import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates } from "node:tls";
import { reasonOf } from "../problems/reason-of.ts";

/** A client of one GitLab. Creating it sends no request. */
export interface GitLabClient {
  /** The address that people open, without a slash at the end. */
  readonly url: string;
  /**
   * Calls the REST API, version 4. Requests to an overloaded or restarting GitLab are repeated for `patience`. A request
   * that changes something is repeated only if it certainly did not arrive.
   * @param path below /api/v4, such as `/projects/1`
   * @returns the answer's JSON, or its text if it is not JSON. Undefined for 404 and for an empty answer
   * @throws GitLabError
   */
  request(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<unknown>;
}

export interface GitLabOptions {
  readonly url: string;
  readonly token: string;
  /** PEM text of an authority to trust, in addition to Node's own. */
  readonly ca?: string | undefined;
  /** Milliseconds for which a request is repeated. Default: 30 s. */
  readonly patience?: number;
  /** Milliseconds to wait for one answer. Default: 20 s. */
  readonly timeout?: number;
}

/** A GitLab that did not answer (no `status`) or refused (with the HTTP `status` of its answer). */
export class GitLabError extends Error {
  readonly status: number | undefined;
  /** The code of a system or TLS error, such as ECONNREFUSED. */
  readonly code: string | undefined;
  constructor(message: string, status?: number, code?: string) {
    super(message);
    this.name = "GitLabError";
    this.status = status;
    this.code = code;
  }
}

export function connectGitLab(options: GitLabOptions): GitLabClient {
  const { url, token, ca, patience = 30_000, timeout = 20_000 } = options;
  const base = url.replace(/\/+$/, "");
  const trust = ca ? { ca: [...getCACertificates("default"), ca] } : {};

  async function attempt(method: string, path: string, body: object | undefined): Promise<Answer> {
    const open = base.startsWith("https:") ? httpsRequest : httpRequest;
    const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) };
    const signal = AbortSignal.timeout(timeout);
    const request = open(`${base}/api/v4${path}`, { method, headers, signal, ...trust });
    try {
      request.end(body && JSON.stringify(body));
      const [response] = (await once(request, "response")) as [IncomingMessage];
      const wait = Number(response.headers["retry-after"]) * 1000;
      return { status: response.statusCode ?? 0, body: await text(response), ...(wait > 0 && { wait }) };
    } catch (error) {
      if (signal.aborted) throw new GitLabError(`no answer within ${timeout / 1000} s`);
      throw new GitLabError(reasonOf(error as Error), undefined, (error as { code?: string }).code);
    }
  }

  async function request(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ): Promise<unknown> {
    const end = Date.now() + patience;
    for (let pause = 250; ; pause = Math.min(2 * pause, 5_000)) {
      const answer = await attempt(method, path, body).catch((error: GitLabError) => error);
      const wait = "wait" in answer ? (answer.wait ?? pause) : pause;
      if (!mayRepeat(method, answer) || Date.now() + wait > end) return content(answer);
      await sleep(wait);
    }
  }
  return { url: base, request };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Milliseconds to wait before the next attempt, if the server says so. */
  readonly wait?: number;
}

/** Requests with a refused connection or an answer 429 had no effect. After another failure the change may be made. */
function mayRepeat(method: string, answer: Answer | GitLabError): boolean {
  if (answer instanceof GitLabError) {
    const { code } = answer;
    return code === "ECONNREFUSED" || (method === "GET" && code === "ECONNRESET");
  }
  return answer.status === 429 || (method === "GET" && answer.status >= 500);
}

function content(answer: Answer | GitLabError): unknown {
  if (answer instanceof GitLabError) throw answer;
  const { status, body } = answer;
  if (status === 404) return undefined;
  if (status >= 400) throw new GitLabError(messageOf(body) || `HTTP ${status}`, status);
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** GitLab's message: `message` or `error`, as a text or an object. */
function messageOf(body: string): string {
  try {
    const { message, error_description, error } = JSON.parse(body);
    const said = message ?? error_description ?? error;
    return typeof said === "string" ? said : JSON.stringify(said);
  } catch {
    return "";
  }
}
