import { join } from "node:path";
import { type Problem, ProblemError, refuse } from "../problems/index.ts";
import { Assembly, assembleFiles } from "./assemble/assembly.ts";
import { readProject } from "./canonical/project.ts";
import { Reading } from "./canonical/reader.ts";
import { checkConsistency } from "./check/consistency.ts";
import { resolveEnvironment } from "./defaults/environment.ts";
import { normalize } from "./defaults/normalize.ts";
import { dropUnused, selectProfiles } from "./defaults/select.ts";
import { folderName, projectName, stackValues, type Values } from "./defaults/values.ts";
import { diskFiles, type Files } from "./files.ts";
import { interpolate } from "./interpolate/interpolate.ts";
import type { Model } from "./model.ts";
import type { StackSource } from "./source.ts";
import { child, type Node, type Place, placeOf } from "./tree/node.ts";

/** A loaded stack: its model, and what a description of its containers needs beside it. */
export interface LoadedStack {
  readonly model: Model;
  readonly source: StackSource;
  readonly files: Files;
  /** The file's variables, for configs and secrets that are taken from them. */
  readonly values: Values;
  /** The compose files, as problems name them. */
  readonly composeFiles: readonly string[];
  /** Where an object of the model, or else a path of keys, was written. */
  place(path: readonly string[], object?: object): Place;
}

/**
 * Reads the compose files of a folder into the canonical model.
 * @throws ProblemError with every problem of the first phase that has any
 */
export function loadStack(source: StackSource, files: Files = diskFiles): LoadedStack {
  const assembly = new Assembly(source, files);
  const inFolder = stackValues(source, assembly);
  const paths = composeFiles(source, inFolder, assembly);
  const [values, project] = withProjectName(source, inFolder, paths, assembly);

  const tree = assembleFiles(paths, source.dir, values, assembly);
  const reading = new Reading(values);
  const draft = readProject(tree, reading);
  if (draft.services === undefined && reading.problems.length === 0) {
    reading.report(tree.at, "services", "none", "write services: with at least one service");
  }
  refuse(reading.problems);

  normalize(draft, project);
  const profiles = source.profiles ?? values.COMPOSE_PROFILES?.split(",") ?? [];
  const disabled = selectProfiles(draft, profiles);
  checkConsistency(draft, tree, disabled, reading);
  for (const [name, service] of Object.entries(draft.services ?? {})) {
    resolveEnvironment(service, placeOf(tree, ["services", name]), assembly, reading);
  }
  refuse(reading.problems);

  dropUnused(draft);
  const { models: _models, version: _version, ...rest } = draft;
  return {
    model: { ...rest, name: project, services: draft.services ?? {} },
    source,
    files,
    values,
    composeFiles: paths.map((path) => assembly.labelOf(path)),
    place: (path, object) => (object && reading.places.get(object)) ?? placeOf(tree, path),
  };
}

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDES = NAMES.map((name) => name.replace(/\.(ya?ml)$/, ".override.$1"));

/** COMPOSE_FILE of the values, or else the first usual name and the first override beside it. */
function composeFiles(source: StackSource, values: Values, assembly: Assembly): string[] {
  const listed = values.COMPOSE_FILE?.split(values.COMPOSE_PATH_SEPARATOR || ":");
  const present = (names: readonly string[]) =>
    names.map((name) => join(source.dir, name)).find((path) => assembly.files.kind(path) === "file");
  const main = listed ? undefined : present(NAMES);
  const override = main && present(OVERRIDES);
  const paths =
    listed?.map((name) => join(source.dir, name)) ?? [main, override].filter((path) => path !== undefined);
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

/** The project's name is itself a variable, COMPOSE_PROJECT_NAME, and so known before the files are read whole. */
function withProjectName(
  source: StackSource,
  values: Values,
  paths: string[],
  assembly: Assembly,
): [Values, string] {
  const named = (name: string): [Values, string] => [{ ...values, COMPOSE_PROJECT_NAME: name }, name];
  if (source.project !== undefined) return named(source.project);
  const names = paths.flatMap((path) =>
    assembly
      .documents(path, assembly.sourceFile(path, source.dir, values))
      .map((node) => child(node, "name")),
  );
  const last = names.findLast((node) => node?.kind === "scalar" && node.text !== "");
  const written = last ? projectName(filledIn(last)) : "";
  return named(written || projectName(values.COMPOSE_PROJECT_NAME ?? "") || folderName(source));
}

function filledIn(node: Node): string {
  const problems: Problem[] = [];
  const result = interpolate(node, problems);
  refuse(problems);
  return result.kind === "scalar" ? result.text : "";
}
