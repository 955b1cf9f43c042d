import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { Identity } from "./identity.ts";
import type { Spec, Values } from "./params.ts";

/** One request, as a handler sees it. */
export interface Call<P = Readonly<Record<string, unknown>>> {
  readonly context: Context;
  /** The declared parameters, and those of the path (as texts). */
  readonly params: P;
  /** The raw request, for parameters that cannot be declared. */
  readonly all: Readonly<Record<string, unknown>>;
  /** `http://host:port`, as the client wrote it. */
  readonly origin: string;
  /** The caller; undefined for anonymous. */
  readonly identity: Identity | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

export interface RouteOptions<S extends Spec> {
  readonly params?: S;
  /**
   * "user" (default): 401 without a token. "anyone": also anonymous. "none": the handler checks tokens
   * itself.
   */
  readonly auth?: "user" | "anyone" | "none";
  /** Scopes that suffice beside `api` (and `read_api` for reading). */
  readonly scopes?: readonly string[];
  /** A job's token is accepted. */
  readonly jobToken?: true;
  /** "stream": the body is left to the handler. */
  readonly body?: "stream";
}

type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name | keyof PathParams<Rest>]: string }
  : Path extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : Path extends `${string}*`
      ? { readonly "*": string }
      : unknown;

export interface Route {
  readonly verb: Verb;
  /** Below `/api/v4`. */
  readonly path: string;
  readonly options: RouteOptions<Spec>;
  readonly handle: (call: Call<never>) => unknown;
}

/**
 * A route. The handler's result is the JSON answer: 201 for POST, 204 without body for DELETE, else 200. An
 * `Answer` is sent as it is.
 */
export function route<Path extends string, S extends Spec = Record<never, never>>(
  verb: Verb,
  path: Path,
  options: RouteOptions<S>,
  handle: (call: Call<Values<S> & PathParams<Path>>) => unknown,
): Route {
  return { verb, path, options: options as RouteOptions<Spec>, handle: handle as Route["handle"] };
}

/** An answer with a status, headers or a body that is no JSON. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `202 {"message":"202 Accepted"}` */
export const accepted = () => new Answer(202, { message: "202 Accepted" });
export const noContent = () => new Answer(204);
