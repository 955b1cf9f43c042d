import { dirname } from "node:path";
import { type Problem, refuse } from "../problems/index.ts";
import { Assembly, assembleFiles } from "./assemble/assembly.ts";
import { composeFiles } from "./assemble/compose-files.ts";
import { readProject } from "./canonical/project.ts";
import { Reading } from "./canonical/reader.ts";
import { checkConsistency } from "./check/consistency.ts";
import { resolveEnvironment } from "./defaults/environment.ts";
import { normalize } from "./defaults/normalize.ts";
import { withProjectName } from "./defaults/project-name.ts";
import { dropUnused, selectProfiles } from "./defaults/select.ts";
import { type StackValues, stackValues } from "./defaults/stack-values.ts";
import { diskFileSystem, type FileSystem } from "./file-system.ts";
import type { Model } from "./model.ts";
import { readableFiles } from "./readable-files.ts";
import type { StackSource } from "./stack-source.ts";
import { positionOf, type SourcePosition } from "./tree/node.ts";

/** A loaded stack: its model, and what else the plan of its containers needs. */
export interface LoadedStack {
  readonly model: Model;
  readonly source: StackSource;
  readonly files: FileSystem;
  /** Values of variables, for configs and secrets that come from them. */
  readonly values: StackValues;
  /** Warnings about variables without a value, which are empty. */
  readonly unset: readonly Problem[];
  /** The compose files' names in problems. */
  readonly composeFiles: readonly string[];
  /** The source position of an object of the model, or of a path of keys. */
  place(path: readonly string[], object?: object): SourcePosition;
}

/**
 * Reads the compose files of a folder into the canonical model.
 * @throws ProblemError with all problems of the first phase that has any
 */
export function loadStack(source: StackSource, given: FileSystem = diskFileSystem): LoadedStack {
  const files = readableFiles(given, source);
  const assembly = new Assembly(source, files);
  const inFolder = stackValues(source, assembly);
  const paths = composeFiles(source, inFolder, assembly);
  const [values, project] = withProjectName(source, inFolder, paths, assembly);

  // COMPOSE_FILE may name files in other folders. Relative paths start at the first file's folder.
  const dir = dirname(paths[0] ?? source.dir);
  const tree = assembleFiles(paths, dir, values, assembly);
  const reading = new Reading(values, source.repository);
  const draft = readProject(tree, reading);
  if (tree.kind === "map" && tree.entries.size === 0) {
    reading.report(tree.at, "a compose file", "an empty one", "write services: with the services to run");
  }
  refuse(reading.problems);

  normalize(draft, project);
  const profiles = source.profiles ?? values.COMPOSE_PROFILES?.split(",") ?? [];
  const disabled = selectProfiles(draft, profiles);
  checkConsistency(draft, tree, disabled, reading);
  for (const [name, service] of Object.entries(draft.services ?? {})) {
    resolveEnvironment(service, positionOf(tree, ["services", name]), assembly, reading);
  }
  refuse(reading.problems);

  dropUnused(draft);
  const { models: _models, version: _version, ...rest } = draft;
  return {
    model: { ...rest, name: project, services: draft.services ?? {} },
    source,
    files,
    values,
    unset: assembly.unsetVariables(),
    composeFiles: paths.map((path) => assembly.labelOf(path)),
    place: (path, object) => (object && reading.places.get(object)) ?? positionOf(tree, path),
  };
}
