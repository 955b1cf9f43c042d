import { basename } from "node:path";
import { type Problem, ProblemError, refuse } from "../../problems/index.ts";
import type { Assembly } from "../assemble/assembly.ts";
import { interpolate } from "../interpolate/interpolate.ts";
import type { StackSource } from "../stack-source.ts";
import { child, type Node } from "../tree/node.ts";
import type { StackValues } from "./stack-values.ts";

/**
 * Determines the project's name and adds it as the variable COMPOSE_PROJECT_NAME, before the files are read completely.
 * The caller's choice comes first, then that variable, then `name:` of the last file, then the folder's name.
 */
export function withProjectName(
  source: StackSource,
  values: StackValues,
  paths: readonly string[],
  assembly: Assembly,
): [StackValues, string] {
  const given = source.project ?? values.COMPOSE_PROJECT_NAME;
  const name =
    given || normalized(writtenName(source, values, paths, assembly)) || normalized(basename(source.dir));
  if (name === "" || normalized(name) !== name) {
    throw new ProblemError([
      {
        path: source.label,
        expected: "a project name of a-z, 0-9, _ and -",
        found: `"${name}"`,
        remedy: "set name: in the compose file",
      },
    ]);
  }
  return [{ ...values, COMPOSE_PROJECT_NAME: name }, name];
}

function writtenName(
  source: StackSource,
  values: StackValues,
  paths: readonly string[],
  assembly: Assembly,
): string {
  const names = paths.flatMap((path) =>
    assembly
      .documents(path, assembly.sourceFile(path, source.dir, values))
      .map((node) => child(node, "name")),
  );
  const last = names.findLast((node) => node?.kind === "scalar" && node.text !== "");
  return last ? filledIn(last) : "";
}

function filledIn(node: Node): string {
  const problems: Problem[] = [];
  const result = interpolate(node, problems);
  refuse(problems);
  return result.kind === "scalar" ? result.text : "";
}

/** A text as compose makes it a project's name: lower case, only `a-z0-9_-`, beginning with a letter or digit. */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}
