import { join } from "node:path";
import { ownEntry } from "../../problems/own-entry.ts";
import type { Assembly } from "../assemble/assembly.ts";
import { parseEnvFile } from "../interpolate/dotenv.ts";
import type { StackSource } from "../stack-source.ts";

export type StackValues = Readonly<Record<string, string>>;

/** The values of variables: the stage's values, PWD as the stack's folder, then the stack's `.env`. */
export function stackValues(source: StackSource, assembly: Assembly): StackValues {
  const path = join(source.dir, ".env");
  const given = { PWD: source.dir, ...source.values };
  if (assembly.files.kind(path) !== "file") return given;
  const lookup = (name: string) => ownEntry<string>(given, name);
  return { ...parseEnvFile(assembly.text(path), assembly.labelOf(path), lookup), ...given };
}
