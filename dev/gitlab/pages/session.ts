import { randomBytes } from "node:crypto";
import type {} from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { type Identity, liveUser } from "../http/identity.ts";
import { digest } from "../secrets/token.ts";

const name = "_gitlab_session";

/**
 * Who is signed in to the pages. A session is a random number in a cookie that stands for a token; it lives as
 * long as the server and the token do.
 */
export class Sessions {
  readonly #tokens = new Map<string, number>();
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Signs in. @returns false if the token is invalid */
  start(secret: string, reply: FastifyReply): boolean {
    const token = this.#context.store.tokens.first({ digest: digest(secret) });
    if (!token || !this.#identity(token.id)) return false;
    const session = randomBytes(24).toString("base64url");
    this.#tokens.set(digest(session), token.id);
    reply.setCookie(name, session, { path: "/", httpOnly: true, sameSite: "strict", maxAge: 7 * 86_400 });
    return true;
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    this.#tokens.delete(digest(request.cookies[name] ?? ""));
    reply.clearCookie(name, { path: "/" });
  }

  /** The signed-in user; undefined if nobody is signed in, or the token has ended. */
  of(request: FastifyRequest): Identity | undefined {
    const token = this.#tokens.get(digest(request.cookies[name] ?? ""));
    return token === undefined ? undefined : this.#identity(token);
  }

  #identity(tokenId: number): Identity | undefined {
    const token = this.#context.store.tokens.get(tokenId);
    const reads = token?.scopes.some((scope) => scope === "api" || scope === "read_api");
    if (!token || !reads || token.kind === "job" || token.kind === "deploy") return undefined;
    try {
      return { user: liveUser(this.#context, token), token };
    } catch {
      return undefined;
    }
  }
}
