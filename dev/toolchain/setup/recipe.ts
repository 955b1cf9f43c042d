import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { isExecutable, writeWhole } from "./files.ts";

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

/** Whether `binary` is there and, where it was built here, comes from this very recipe. */
export function isCurrent(binary: string, recipe: () => string): boolean {
  if (!isExecutable(binary)) return false;
  const noted = recipeOf(binary);
  return noted === undefined || noted === recipe();
}

/** Whether `binary` is there and was built here from this very recipe. */
export function builtFrom(binary: string, recipe: string): boolean {
  return isExecutable(binary) && recipeOf(binary) === recipe;
}

/** Whether `binary` was built here, from whatever recipe. */
export function wasBuilt(binary: string): boolean {
  return recipeOf(binary) !== undefined;
}

/** Notes beside a binary what it was built from. */
export function noteRecipe(binary: string, recipe: string): void {
  writeWhole(recipeFile(binary), recipe);
}

/** For a binary that is replaced by one from elsewhere. */
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
