import { randomBytes } from "node:crypto";
import { rawTree } from "../settings/raw-tree.ts";

/**
 * Texts that stand in place of secrets. Each contains the name of its secret, and a `mark` that nobody can guess. They show where
 * a secret is used, without the secret.
 */
export interface Placeholders {
  readonly mark: string;
  /** By name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The tree below `smallboat:` of a stage's file. Placeholders replace secrets and encrypted values. */
export function withPlaceholders(config: Readonly<Record<string, unknown>>): {
  readonly raw: Record<string, unknown>;
  readonly placeholders: Placeholders;
} {
  const mark = `hidden-${randomBytes(8).toString("hex")}`;
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(hidden(value, `${mark}-setting`)),
  ]);
  const raw = rawTree(Object.fromEntries(texts));
  const names = Object.keys(isMap(raw.secrets) ? raw.secrets : {});
  const secrets = Object.fromEntries(names.map((name) => [name, `${mark}-${name}`]));
  return { raw: { ...raw, ...(names.length > 0 && { secrets }) }, placeholders: { mark, secrets } };
}

function hidden(value: unknown, placeholder: string): unknown {
  if (Array.isArray(value)) return value.map((each) => hidden(each, placeholder));
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, "secure")) return placeholder;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each, placeholder)]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The uses of secrets in fields that previews show, as `<name> in <path of keys>` without positions in lists. Fields that
 * Pulumi hides because of a secret in them do not count.
 */
export function exposedSecrets(value: unknown, { mark, secrets }: Placeholders, path = ""): string[] {
  if (typeof value === "string") {
    if (!value.includes(mark)) return [];
    const names = Object.keys(secrets).filter((name) => value.includes(secrets[name] ?? mark));
    return (names.length > 0 ? names : ["a setting"]).map((name) => `${name} in ${path}`);
  }
  if (Array.isArray(value)) return value.flatMap((each) => exposedSecrets(each, { mark, secrets }, path));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (hiding.has(key)) return [];
    const inKey = exposedSecrets(key, { mark, secrets }, path || "a key");
    return [...inKey, ...exposedSecrets(each, { mark, secrets }, path ? `${path}.${key}` : key)];
  });
}

/** The fields of containers that hold environment, configs and secrets. */
const hiding: ReadonlySet<string> = new Set(["envs", "uploads"]);
