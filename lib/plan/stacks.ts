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
import { collectProblems } from "../problems/collect.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import { ownEntry } from "../problems/own-entry.ts";
import type { Holds } from "../releases/index.ts";
import type { Settings } from "../settings/index.ts";
import { absentStackPaths } from "./absent-paths.ts";
import { composeValues } from "./compose-values.ts";
import { heldRoot } from "./held-stacks.ts";
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

/** Where the files of stacks are. */
export interface StackPlaces {
  /** The repository's folder. */
  readonly root: string;
  /** Stacks whose files come from the commit of a release. Default: none. */
  readonly holds?: Holds;
  /** Through which all that stacks name is read. Default: the disk. */
  readonly files?: FileSystem;
}

/**
 * Plans every `stacks/<host>/<stack>/`. Faults are added to `problems`. A variable without a value is a fault in a strict stage,
 * and a warning otherwise.
 */
export function loadStacks(
  settings: Settings,
  registry: RegistryPlan | undefined,
  { root, holds = {}, files = diskFileSystem }: StackPlaces,
  problems: Problem[],
  warnings: string[],
): PlacedStack[] {
  const sayUnset = (unset: readonly Problem[]) => {
    if (settings.strict) problems.push(...unset);
    else warnings.push(...unset.map(problemLine));
  };
  const ids = placesOf(join(root, "stacks"), holds);
  return [...Map.groupBy(ids, ({ host }) => host)].flatMap(([host, stacks]) => {
    if (!Object.hasOwn(settings.hosts, host)) {
      problems.push({
        path: `stacks/${host}`,
        expected: `a folder for one of the hosts ${Object.keys(settings.hosts).join(", ")}`,
        found: `the unknown host ${host}`,
        remedy: `add it to smallboat:hosts of ${settings.file}, or rename or remove the folder`,
      });
      return [];
    }
    return stacks.flatMap(({ id }) => {
      const hold = ownEntry(holds, id);
      const placed = collectProblems(problems, () =>
        place(
          settings,
          registry,
          hold ? heldRoot(root, settings.stage, id, hold) : root,
          id,
          sayUnset,
          files,
        ),
      );
      if (!placed) return [];
      const absent = absentStackPaths(placed.plan);
      problems.push(...absent.problems);
      warnings.push(...absent.warnings);
      return [placed];
    });
  });
}

interface StackId {
  readonly id: string;
  readonly host: string;
}

/** The stacks that have a folder, and the held ones, which may have lost theirs. */
function placesOf(dir: string, holds: Holds): StackId[] {
  const found = folders(dir).flatMap((host) => folders(join(dir, host)).map((stack) => `${host}/${stack}`));
  return [...new Set([...found, ...Object.keys(holds)])]
    .sort()
    .map((id) => ({ id, host: id.slice(0, id.indexOf("/")) }));
}

function place(
  settings: Settings,
  registry: RegistryPlan | undefined,
  root: string,
  id: string,
  sayUnset: (unset: readonly Problem[]) => void,
  files: FileSystem,
): PlacedStack {
  const [host = "", stack = ""] = id.split("/");
  const label = `stacks/${id}`;
  const values = composeValues(settings, registry, host);
  const { stage } = settings;
  const loaded = loadStack({ dir: join(root, label), label, values, stage, repository: root }, files);
  sayUnset(loaded.unset);
  const isRemote = !settings.hosts[host]?.engine.startsWith("unix:");
  const plan = planStack(loaded, { stage, host, stack, isRemote });
  return { id, host, label, plan, loaded, ...(settings.adopted.includes(id) && { isAdopted: true }) };
}

/** Sorted names of the folders in `dir`, without hidden ones. Empty if `dir` does not exist. */
function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}
