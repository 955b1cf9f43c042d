import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { isExecutable, writeWhole } from "./files.ts";

/**
 * A fingerprint of everything that a build's result depends on: files and the build's settings.
 * @param parts files and folders of `folder` that count, default all; a missing one has no files
 */
export function fingerprint(folder: string, settings: readonly string[], parts = ["."]): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  const files = [...new Set(parts.flatMap((part) => filesIn(join(folder, part))))].sort();
  for (const file of files) hash.update(relative(folder, file)).update(readFileSync(file));
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [path] : [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** True if `binary` exists and, if it was built here, was built from this recipe. */
export function isCurrent(binary: string, recipe: () => string): boolean {
  if (!isExecutable(binary)) return false;
  const noted = recipeOf(binary);
  return noted === undefined || noted === recipe();
}

/** True if `binary` exists and was built here from this recipe. */
export function builtFrom(binary: string, recipe: string): boolean {
  return isExecutable(binary) && recipeOf(binary) === recipe;
}

/** True if `binary` was built here, from any recipe. */
export function wasBuilt(binary: string): boolean {
  return recipeOf(binary) !== undefined;
}

/** Writes the recipe of a binary to a file beside it. */
export function noteRecipe(binary: string, recipe: string): void {
  writeWhole(recipeFile(binary), recipe);
}

/** Removes that file, for a binary that is replaced by one that was not built here. */
export function forgetRecipe(binary: string): void {
  rmSync(recipeFile(binary), { force: true });
}

function recipeOf(binary: string): string | undefined {
  try {
    return readFileSync(recipeFile(binary), "utf8");
  } catch {
    return undefined;
  }
}

export function recipeFile(binary: string): string {
  return `${binary}.recipe`;
}
