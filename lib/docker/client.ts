import { addressForms, parseAddress } from "./address.ts";
import { type EngineCall, send } from "./transport.ts";

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

export function connect(address: string, { certPath }: ConnectOptions = {}): Engine {
  const parsed = parseAddress(address);
  let version = oldestVersion;

  async function bytes(
    method: EngineCall["method"],
    path: string,
    options: RequestOptions = {},
  ): Promise<Buffer> {
    if (!parsed) throw new EngineError(address, `an address that is not ${addressForms}`);
    const { query, body, headers, timeout = defaultTimeout } = options;
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const call = {
      method,
      path: `/v${version}${path}${search}`,
      timeout,
      ...(body && { body }),
      ...(headers && { headers }),
    };
    const answer = await send(parsed, certPath, call).catch((error: Error) => {
      throw new EngineError(address, error.message, undefined, { cause: error });
    });
    if (answer.status < 400) return answer.body;
    const refusal = answer.body.toString();
    const wanted = newerVersion(answer.status, refusal);
    if (wanted === undefined || wanted === version) {
      throw new EngineError(address, messageOf(refusal) || `HTTP ${answer.status}`, answer.status);
    }
    version = wanted;
    return bytes(method, path, options);
  }
  const request: Engine["request"] = async (method, path, options) =>
    content((await bytes(method, path, options)).toString());
  return { address, request, bytes };
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
