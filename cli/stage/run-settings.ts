import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import { inPrivateFolder } from "./private-folder.ts";

/** Below `smallboat:` by their names: lists are added to those of the stage, texts are set. */
export type RunSettings = Readonly<Record<string, readonly string[] | string>>;

/**
 * Runs work with additional settings that count for this run only. The stage's file does not change.
 * @param work gets the options for the Pulumi CLI
 */
export async function withRunSettings<Result>(
  stage: string,
  settings: RunSettings,
  work: (options: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const added = Object.entries(settings).filter(([, value]) => value.length > 0);
  if (added.length === 0) return work([]);
  const own = settingsFile(stage);
  const { config = {}, ...rest } = (existsSync(own) && parse(readFileSync(own, "utf8"))) || {};
  for (const [name, value] of added) {
    const key = `smallboat:${name}`;
    config[key] = typeof value === "string" ? value : [...new Set([...(config[key] ?? []), ...value])];
  }
  return inPrivateFolder((folder) => {
    const file = join(folder, own);
    writeFileSync(file, stringify({ ...rest, config }), { mode: 0o600 });
    return work(["--config-file", file]);
  });
}

/** The names in the variable ALLOW_DELETE, separated by commas, as entries of `smallboat:allowDelete`. */
export function allowedDeletions(): { readonly allowDelete: readonly string[] } {
  return { allowDelete: (process.env.ALLOW_DELETE ?? "").split(",").filter(Boolean) };
}
