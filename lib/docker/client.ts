import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type Address, addressForms, parseAddress } from "./address.ts";
import { type EngineCall, open, send } from "./transport.ts";

/**
 * A client of one Docker engine. Creating it sends no request. Each request opens a connection of its own; over ssh, all
 * connections share one tunnel.
 */
export interface Engine {
  readonly address: string;
  /**
   * Calls the Docker Engine API.
   * @param path below the API version, such as `/containers/json`
   * @returns the answer's JSON. Undefined for an empty answer, and a list of messages for a progress stream
   * @throws EngineError
   */
  request(method: EngineCall["method"], path: string, options?: RequestOptions): Promise<unknown>;
  /** Like `request`, but returns the answer's bytes. */
  bytes(method: EngineCall["method"], path: string, options?: RequestOptions): Promise<Buffer>;
  /**
   * Follows an answer that goes on, with a JSON text on each line. It ends with the connection.
   * @param signal ends the connection
   * @throws EngineError
   */
  follow(path: string, options: FollowOptions): Promise<AsyncIterable<unknown>>;
}

export interface FollowOptions extends Pick<RequestOptions, "query"> {
  readonly signal: AbortSignal;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. Bytes are sent unchanged, as a tar archive. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds. Default: 10 s. */
  readonly timeout?: number;
}

export interface ConnectOptions {
  /** Folder of `ca.pem`, `cert.pem` and `key.pem` for `tcp://`. Without it the connection is plain tcp. */
  readonly certPath?: string | undefined;
  /** When every request must have its answer, in milliseconds since 1970. Default: each has its own time limit only. */
  readonly deadline?: number;
}

/** An engine that did not answer (no `status`) or refused (with the HTTP `status` of its answer). */
export class EngineError extends Error {
  readonly address: string;
  readonly status: number | undefined;
  constructor(address: string, message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.address = address;
    this.status = status;
  }
}

const defaultTimeout = 10_000;
/** The API of Docker 20.10. An engine that does not support it any more answers with the version to use. */
const oldestVersion = "1.41";

export function connect(
  address: string,
  { certPath, deadline = Number.POSITIVE_INFINITY }: ConnectOptions = {},
): Engine {
  const parsed = parseAddress(address);
  let version = oldestVersion;

  /** @param ask sends one call, and reads as much of the answer as it needs */
  async function answered<Answer extends { readonly status: number }>(
    method: EngineCall["method"],
    path: string,
    options: RequestOptions,
    ask: (parsed: Address, call: EngineCall) => Promise<Answer>,
    refusalOf: (answer: Answer) => Promise<string>,
  ): Promise<Answer> {
    if (!parsed) throw new EngineError(address, `an address that is not ${addressForms}`);
    const { query, body, headers } = options;
    const timeout = Math.min(options.timeout ?? defaultTimeout, deadline - Date.now());
    if (timeout <= 0) throw new EngineError(address, "no time left to ask it");
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const call = {
      method,
      path: `/v${version}${path}${search}`,
      timeout,
      ...(body && { body }),
      ...(headers && { headers }),
    };
    const answer = await ask(parsed, call).catch((error: Error) => {
      throw new EngineError(address, error.message, undefined, { cause: error });
    });
    if (answer.status < 400) return answer;
    const refusal = await refusalOf(answer);
    const wanted = newerVersion(answer.status, refusal);
    if (wanted === undefined || wanted === version) {
      throw new EngineError(address, messageOf(refusal) || `HTTP ${answer.status}`, answer.status);
    }
    version = wanted;
    return answered(method, path, options, ask, refusalOf);
  }
  const bytes: Engine["bytes"] = async (method, path, options = {}) => {
    const whole = (parsed: Address, call: EngineCall) => send(parsed, certPath, call);
    return (await answered(method, path, options, whole, async ({ body }) => body.toString())).body;
  };
  const follow: Engine["follow"] = async (path, { signal, ...options }) => {
    const opened = (parsed: Address, call: EngineCall) => open(parsed, certPath, call, signal);
    const { body } = await answered("GET", path, options, opened, ({ body }) => text(body));
    return jsonLines(body);
  };
  const request: Engine["request"] = async (method, path, options) =>
    content((await bytes(method, path, options)).toString());
  return { address, request, bytes, follow };
}

async function* jsonLines(body: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: body })) if (line !== "") yield JSON.parse(line);
}

export interface EngineVersions {
  /** The engine's version, such as `27.3.1`. */
  readonly Version: string;
  /** The API's version, such as `1.44`. */
  readonly ApiVersion: string;
}

export async function engineVersions(engine: Engine): Promise<EngineVersions> {
  return (await engine.request("GET", "/version")) as EngineVersions;
}

/** The engine's version, such as `27.3.1`. */
export async function engineVersion(engine: Engine): Promise<string> {
  return (await engineVersions(engine)).Version;
}

/** Turns the engine's answer "no such object" into undefined. */
export function orMissing(error: unknown): undefined {
  if (error instanceof EngineError && error.status === 404) return undefined;
  throw error;
}

/** Parses an answer. A progress stream has a JSON text on each line. */
function content(body: string): unknown {
  if (body === "") return undefined;
  const lines = body.trimEnd().split("\r\n");
  return lines.length > 1 ? lines.map((line) => JSON.parse(line)) : JSON.parse(body);
}

function newerVersion(status: number, body: string): string | undefined {
  return status === 400 ? /Minimum supported API version is (\d+\.\d+)/.exec(body)?.[1] : undefined;
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message: string }).message;
  } catch {
    return body.trim();
  }
}
