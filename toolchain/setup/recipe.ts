import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A fingerprint of all that decides a build's result: the module's files and the build's settings. */
export function fingerprint(folder: string, settings: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(relative(folder, file)).update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether `binary` was built here from this very recipe. */
export function builtFrom(binary: string, recipe: string): boolean {
  return recipeOf(binary) === recipe;
}

/** The recipe noted beside a binary that was built here; undefined for one that came from elsewhere. */
export function recipeOf(binary: string): string | undefined {
  try {
    return readFileSync(recipeFile(binary), "utf8");
  } catch {
    return undefined;
  }
}

export function recipeFile(binary: string): string {
  return `${binary}.recipe`;
}
