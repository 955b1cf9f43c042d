import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { inPrivateFolder } from "./private-folder.ts";

/**
 * Runs work with additional settings that count for this run only. The stage's file does not change.
 * @param lists entries to add to lists below `smallboat:`, by the lists' names
 * @param work gets the options for the Pulumi CLI
 */
export async function withRunSettings<Result>(
  stage: string,
  lists: Readonly<Record<string, readonly string[]>>,
  work: (options: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const added = Object.entries(lists).filter(([, items]) => items.length > 0);
  if (added.length === 0) return work([]);
  const own = `Pulumi.${stage}.yaml`;
  const { config = {}, ...rest } = (existsSync(own) && parse(readFileSync(own, "utf8"))) || {};
  for (const [name, items] of added) {
    const key = `smallboat:${name}`;
    config[key] = [...new Set([...(config[key] ?? []), ...items])];
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
