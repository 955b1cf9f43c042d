import { join, resolve } from "node:path";
import { ProblemError } from "../../problems/index.ts";
import type { StackValues } from "../defaults/stack-values.ts";
import type { StackSource } from "../stack-source.ts";
import type { Assembly } from "./assembly.ts";

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const beside = (word: string) => NAMES.map((name) => name.replace(/\.(ya?ml)$/, `.${word}.$1`));

/** The files of COMPOSE_FILE; or the main file with its usual name, its override, and the stage's file. */
export function composeFiles(source: StackSource, values: StackValues, assembly: Assembly): string[] {
  const listed = values.COMPOSE_FILE?.split(values.COMPOSE_PATH_SEPARATOR || ":");
  const present = (names: readonly string[]) =>
    names.map((name) => join(source.dir, name)).find((path) => assembly.files.kind(path) === "file");
  const main = listed ? undefined : present(NAMES);
  const overrides = ["override", ...(source.stage ? [source.stage] : [])].map((word) =>
    present(beside(word)),
  );
  const paths =
    listed?.map((name) => resolve(source.dir, name)) ??
    (main ? [main, ...overrides] : []).filter((path) => path !== undefined);
  const missing = paths.find((path) => assembly.files.kind(path) !== "file");
  if (paths.length > 0 && missing === undefined) return paths;
  throw new ProblemError([
    {
      path: source.label,
      expected: "a compose.yaml",
      found: missing ? `no ${assembly.labelOf(missing)}` : "none",
      remedy: "write one, or remove the folder",
    },
  ]);
}
