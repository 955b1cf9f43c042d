import type { RegistryCredentials } from "./registry.ts";

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Question {
  readonly login: RegistryCredentials | undefined;
  /** Such as `repository:docker-local/app:pull`. */
  readonly scope: string;
  /** Asks the server that gives tokens. */
  readonly ask: (url: URL, headers: Readonly<Record<string, string>>) => Promise<Answer>;
}

/**
 * The header `authorization` that a registry wants: the login itself, or a token that another server gives for it. Without a
 * login that server is asked for what everybody may do.
 * @param challenge the registry's header `www-authenticate`
 * @returns an empty text where there is none, so that the registry says itself what it lacks
 */
export async function authorizationFor(
  challenge: string | undefined,
  { login, scope, ask }: Question,
): Promise<string> {
  const [, scheme = "", rest = ""] = /^\s*(\w+)\s*(.*)$/s.exec(challenge ?? "") ?? [];
  const basic = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;
  if (scheme.toLowerCase() !== "bearer") return basic ?? "";
  const fields = new Map([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const realm = fields.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return "";
  const url = new URL(realm);
  const service = fields.get("service");
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  const { status, body } = await ask(url, { ...(basic && { authorization: basic }) });
  const token = status === 200 ? tokenIn(body) : undefined;
  return token === undefined ? "" : `Bearer ${token}`;
}

function tokenIn(body: string): string | undefined {
  try {
    const { token, access_token } = JSON.parse(body);
    return token ?? access_token;
  } catch {
    return undefined;
  }
}
