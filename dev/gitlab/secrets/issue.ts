import { type Context, timestamp } from "../context.ts";
import type { Token } from "../store/people.ts";
import { digest, newToken } from "./token.ts";

const prefixes: Readonly<Record<Token["kind"], string>> = {
  personal: "glpat-",
  project: "glpat-",
  group: "glpat-",
  deploy: "gldt-",
  job: "glcbt-",
};

type Given = Pick<Token, "kind" | "user_id" | "name" | "scopes"> & Partial<Omit<Token, "id" | "digest">>;

/** Creates a token. @returns its row, and the secret, which is never shown again */
export function issueToken(context: Context, given: Given): { token: Token; secret: string } {
  const secret = newToken(prefixes[given.kind]);
  const token = context.store.tokens.insert({
    project_id: null,
    group_id: null,
    job_id: null,
    description: null,
    username: null,
    access_level: 0,
    revoked: false,
    created_at: timestamp(context),
    last_used_at: null,
    expires_at: null,
    ...given,
    digest: digest(secret),
  });
  return { token, secret };
}

/** The default last day of a token: 365 days from now. */
export function lastDay({ now }: Pick<Context, "now">, days = 365): string {
  return new Date(now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
