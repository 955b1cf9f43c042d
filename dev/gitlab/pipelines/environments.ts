import { createHash } from "node:crypto";
import { type Context, timestamp } from "../context.ts";
import type { Environment } from "../store/settings.ts";
import type { EnvironmentSpec } from "./config/spec.ts";

/** At most 24 characters that are valid in a host name, with a suffix if the name had to change. */
export function environmentSlug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^(?![a-z])/, "env-");
  if (plain === name && plain.length <= 24) return plain.replace(/-$/, "");
  const suffix = BigInt(`0x${createHash("sha256").update(name).digest("hex")}`)
    .toString(36)
    .slice(-6);
  return `${plain.slice(0, 17).replace(/-$/, "")}-${suffix}`;
}

const tiers: readonly (readonly [RegExp, Environment["tier"]])[] = [
  [/dev|review|trunk/i, "development"],
  [/test|tst|int|ac(ce|)pt|qa|qc|control|quality/i, "testing"],
  [/st(a|)g|mod(e|)l|pre|demo|non/i, "staging"],
  [/pr(o|)d|live/i, "production"],
];

/** The tier of an environment, by its name. */
export function tierOf(name: string): Environment["tier"] {
  return tiers.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
}

/** The environment of a job. A new one is created. */
export function ensureEnvironment(
  context: Context,
  project_id: number,
  name: string,
  { tier }: Pick<EnvironmentSpec, "tier">,
): Environment {
  const { environments } = context.store;
  const found = environments.first({ project_id, name });
  if (found) return found;
  const now = timestamp(context);
  return environments.insert({
    project_id,
    name,
    slug: environmentSlug(name),
    external_url: null,
    state: "available",
    tier: (tier as Environment["tier"] | null) ?? tierOf(name),
    description: null,
    auto_stop_at: null,
    auto_stop_setting: "always",
    created_at: now,
    updated_at: now,
  });
}
