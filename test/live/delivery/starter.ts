import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../support/project.ts";
import { checkout } from "./team.ts";

/** A starter that this project alone has, like an example but for some files, or empty. @returns its folder */
export function addStarter(
  { folder }: Project,
  name: string,
  like?: string,
  files: Readonly<Record<string, string>> = {},
): string {
  const examples = join(folder, "examples");
  rmSync(examples, { recursive: true, force: true });
  mkdirSync(examples);
  for (const entry of readdirSync(join(checkout, "examples"))) {
    symlinkSync(join(checkout, "examples", entry), join(examples, entry));
  }
  const starter = join(examples, name);
  mkdirSync(starter);
  if (like !== undefined) cpSync(join(checkout, "examples", like), starter, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(starter, file), text);
  return starter;
}
