import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { RunnerSettings } from "./config/settings.ts";

/** The file of `tls-ca-file`, or else `certs/<host>.crt` beside config.toml, as in GitLab's own runner. */
export function withAuthority(runner: RunnerSettings, configFolder: string): RunnerSettings {
  const file = join(configFolder, "certs", `${new URL(runner.url).hostname}.crt`);
  return { ...runner, caFile: runner.caFile ?? (existsSync(file) ? file : undefined) };
}

/**
 * Trusts the runners' own authorities in addition to the system's. Writes all of them to `bundle` for git.
 */
export async function trust(runners: readonly RunnerSettings[], bundle: string): Promise<string | undefined> {
  const files = runners.flatMap(({ caFile }) => (caFile === undefined ? [] : [caFile]));
  if (files.length === 0) return undefined;
  const own = files.map((file) => readFileSync(file, "utf8"));
  const all = [...new Set([...getCACertificates("bundled"), ...getCACertificates("system"), ...own])];
  setDefaultCACertificates(all);
  await writeFile(bundle, all.join("\n"));
  return bundle;
}
