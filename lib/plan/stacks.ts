import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  diskFileSystem,
  type FileSystem,
  type LoadedStack,
  loadStack,
  planStack,
  type StackPlan,
} from "../compose/index.ts";
import { type Problem, ProblemError, problemLine } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import { absentStackPaths } from "./absent-paths.ts";
import { composeValues } from "./compose-values.ts";
import type { RegistryPlan } from "./registry.ts";

/** A stack and the host it is placed on. */
export interface PlacedStack {
  /** `<host>/<stack>`, or `registry` and `pypi` for the stage's own servers. Resources' logical names begin with it. */
  readonly id: string;
  readonly host: string;
  /** The stack's name in messages: its folder, or its section of the settings. */
  readonly label: string;
  readonly plan: StackPlan;
  /** The loaded compose files. Undefined for the stage's own servers. */
  readonly loaded?: LoadedStack;
  /** Former places, under which the state may have its resources. Default: none. */
  readonly formerPlaces?: readonly FormerPlace[];
  /** True if Docker Compose created its containers and this stage manages them now. Default: false. */
  readonly isAdopted?: boolean;
}

/** A place that a stack had before its folder was renamed, or moved to another name of the same engine. */
export interface FormerPlace {
  /** The stack's id there. */
  readonly id: string;
  /** URN of the host. */
  readonly host: string;
}

/**
 * Plans every `stacks/<host>/<stack>/` below `root`. Faults are added to `problems`. A variable without a value is a fault
 * in a strict stage, and a warning otherwise.
 * @param files through which all that stacks name is read; default: the disk
 */
export function loadStacks(
  settings: Settings,
  registry: RegistryPlan | undefined,
  root: string,
  problems: Problem[],
  warnings: string[],
  files: FileSystem = diskFileSystem,
): PlacedStack[] {
  const sayUnset = (unset: readonly Problem[]) => {
    if (settings.strict) problems.push(...unset);
    else warnings.push(...unset.map(problemLine));
  };
  return folders(join(root, "stacks")).flatMap((host) => {
    if (!Object.hasOwn(settings.hosts, host)) {
      problems.push({
        path: `stacks/${host}`,
        expected: `a folder for one of the hosts ${Object.keys(settings.hosts).join(", ")}`,
        found: `the unknown host ${host}`,
        remedy: `add it to smallboat:hosts of ${settings.file}, or rename or remove the folder`,
      });
      return [];
    }
    return folders(join(root, "stacks", host)).flatMap((stack) => {
      const placed = collectProblems(problems, () =>
        place(settings, registry, root, host, stack, sayUnset, files),
      );
      if (!placed) return [];
      const absent = absentStackPaths(placed.plan);
      problems.push(...absent.problems);
      warnings.push(...absent.warnings);
      return [placed];
    });
  });
}

function place(
  settings: Settings,
  registry: RegistryPlan | undefined,
  root: string,
  host: string,
  stack: string,
  sayUnset: (unset: readonly Problem[]) => void,
  files: FileSystem,
): PlacedStack {
  const label = `stacks/${host}/${stack}`;
  const values = composeValues(settings, registry, host);
  const { stage } = settings;
  const loaded = loadStack({ dir: join(root, label), label, values, stage, repository: root }, files);
  sayUnset(loaded.unset);
  const isRemote = !settings.hosts[host]?.engine.startsWith("unix:");
  const plan = planStack(loaded, { stage, host, stack, isRemote });
  const id = `${host}/${stack}`;
  return { id, host, label, plan, loaded, ...(settings.adopted.includes(id) && { isAdopted: true }) };
}

/** Returns the result of `work`. If it throws a ProblemError, its problems are added to `problems`. */
function collectProblems<Result>(problems: Problem[], work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Sorted names of the folders in `dir`, without hidden ones. Empty if `dir` does not exist. */
function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}
