import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { reasonOf } from "../problems/reason-of.ts";
import type { Address } from "./address.ts";
import { openTunnel } from "./tunnel.ts";

export interface EngineCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path with API version and query. */
  readonly path: string;
  /** Sent as JSON. Bytes are sent unchanged, as a tar archive. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the answer to begin, and for a whole answer also to end. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** An answer whose body comes bit by bit. */
export interface OpenAnswer {
  readonly status: number;
  readonly body: Readable;
}

/**
 * Sends one request to an engine and reads the whole answer.
 * @param certPath folder of `ca.pem`, `cert.pem` and `key.pem`, like DOCKER_CERT_PATH. Without it tcp is plain
 * @throws Error with the reason why there is no answer, SshError if it is ssh
 */
export async function send(
  address: Address,
  certPath: string | undefined,
  call: EngineCall,
): Promise<HttpAnswer> {
  const { timeout } = call;
  const route = await routeTo(address, certPath);
  const signal = AbortSignal.timeout(timeout);
  return orReason(signal, timeout, async () => {
    const { status, body } = await begin(route, call, signal);
    return { status, body: await buffer(body) };
  });
}

/**
 * Sends one request to an engine whose answer goes on, such as its events. The answer ends with the connection.
 * @param signal ends the connection
 * @throws like `send`
 */
export async function open(
  address: Address,
  certPath: string | undefined,
  call: EngineCall,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const route = await routeTo(address, certPath);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), call.timeout);
  const ended = AbortSignal.any([signal, patience.signal]);
  return orReason(patience.signal, call.timeout, () => begin(route, call, ended)).finally(() =>
    clearTimeout(timer),
  );
}

async function begin({ tls, options }: Route, call: EngineCall, signal: AbortSignal): Promise<OpenAnswer> {
  const isArchive = Buffer.isBuffer(call.body);
  const type = isArchive ? "application/x-tar" : "application/json";
  const headers = { ...(call.body && { "content-type": type }), ...call.headers };
  const start = tls ? httpsRequest : httpRequest;
  const request = start({ ...options, method: call.method, path: call.path, signal, headers });
  request.end(isArchive ? call.body : call.body && JSON.stringify(call.body));
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: response };
}

/** @param late aborted where the time limit has passed */
async function orReason<Answer>(
  late: AbortSignal,
  timeout: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (late.aborted) throw new Error(`no answer within ${timeout / 1000} s`);
    throw new Error(reasonOf(error as Error));
  }
}

interface Route {
  readonly tls: boolean;
  readonly options: RequestOptions & { ca?: Buffer; cert?: Buffer; key?: Buffer };
}

async function routeTo(address: Address, certPath: string | undefined): Promise<Route> {
  switch (address.kind) {
    case "unix":
      return { tls: false, options: { socketPath: address.socketPath } };
    case "ssh":
      return { tls: false, options: { socketPath: await openTunnel(address) } };
    case "tcp": {
      const { host, port } = address;
      if (certPath === undefined) return { tls: false, options: { host, port } };
      const pem = (file: string) => readFileSync(join(certPath, file));
      return {
        tls: true,
        options: { host, port, ca: pem("ca.pem"), cert: pem("cert.pem"), key: pem("key.pem") },
      };
    }
  }
}
