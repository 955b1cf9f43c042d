import { textOf } from "../source/yaml.ts";
import { type Copy, copies } from "./matrix.ts";

/** An entry of a configuration whose includes, extends and references are resolved. */
export type Entry = Readonly<Record<string, unknown>>;
export type CiFile = Readonly<Record<string, unknown>>;

/** A rule of a job, or of the workflow. */
export interface Rule {
  readonly if?: string;
  readonly changes?: unknown;
  readonly exists?: unknown;
  readonly when?: string;
  readonly start_in?: string;
  readonly allow_failure?: boolean | { readonly exit_codes?: number | readonly number[] };
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly needs?: readonly unknown[];
  readonly interruptible?: boolean;
  readonly auto_cancel?: { readonly on_new_commit?: string };
}

/** Keys of the file that `default` holds as well. */
const formerDefaults = ["image", "services", "cache", "before_script", "after_script"];

/** Top-level keys that are no jobs. */
const reserved = new Set([
  ...formerDefaults,
  ...["stages", "types", "variables", "include", "default", "workflow", "spec"],
]);

export function isJobName(name: string): boolean {
  return !reserved.has(name) && !name.startsWith(".");
}

export const inheritedKeys = [
  ...formerDefaults,
  ...["artifacts", "tags", "retry", "timeout", "interruptible", "hooks", "id_tokens"],
];

/** A job that starts a pipeline runs nothing. */
const inheritedByTriggers = ["interruptible"];

/** The entries that are jobs, by name, with the values of `default`. A key without a value is left out. */
export function jobEntries(file: CiFile): Map<string, Entry> {
  const former = formerDefaults.filter((key) => file[key] !== undefined).map((key) => [key, file[key]]);
  const defaults = { ...Object.fromEntries(former), ...(file.default as Entry | undefined) } as Entry;
  const jobs = new Map<string, Entry>();
  for (const [name, entry] of Object.entries(file)) {
    if (!isJobName(name) || typeof entry !== "object" || entry === null) continue;
    const own = Object.entries(entry).filter(([, value]) => value !== null);
    const job = Object.fromEntries(own) as Entry;
    const wanted = (job.inherit as { default?: boolean | readonly string[] } | undefined)?.default ?? true;
    const inheritable = job.trigger === undefined ? inheritedKeys : inheritedByTriggers;
    const keys = Array.isArray(wanted) ? inheritable.filter((key) => wanted.includes(key)) : inheritable;
    const given =
      wanted === false ? [] : keys.filter((key) => Object.hasOwn(defaults, key) && !Object.hasOwn(job, key));
    jobs.set(name, { ...job, ...Object.fromEntries(given.map((key) => [key, defaults[key]])) });
  }
  return jobs;
}

/** One job that a pipeline can have. */
export interface Candidate {
  readonly entryName: string;
  readonly entry: Entry;
  readonly copy: Copy;
}

export function candidates(file: CiFile): Candidate[] {
  return [...jobEntries(file)].flatMap(([entryName, entry]) =>
    copies(entryName, entry.parallel).map((copy) => ({ entryName, entry, copy })),
  );
}

/** The stages in order, with the two that always exist. */
export function stages(file: CiFile): string[] {
  const named = ((file.stages ?? ["build", "test", "deploy"]) as string[]).filter(
    (name) => name !== ".pre" && name !== ".post",
  );
  return [".pre", ...named, ".post"];
}

export function stageOf(entry: Entry): string {
  return typeof entry.stage === "string" ? entry.stage : "test";
}

export interface Need {
  readonly job: string;
  readonly artifacts: boolean;
  readonly optional: boolean;
  /** Only those of these matrix values. */
  readonly matrix?: readonly Readonly<Record<string, unknown>>[];
}

/** The needs of a job; undefined if it waits for all earlier stages. */
export function needsOf(value: unknown): Need[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [value]
    .flat()
    .map((need) => (typeof need === "string" ? { job: need } : (need as Record<string, unknown>)))
    .filter(
      (need) => typeof need.job === "string" && need.pipeline === undefined && need.project === undefined,
    )
    .map((need) => {
      const { matrix } = (need.parallel ?? {}) as { matrix?: Record<string, unknown>[] };
      return {
        job: textOf(need.job),
        artifacts: need.artifacts !== false,
        optional: need.optional === true,
        ...(matrix && { matrix }),
      };
    });
}

type Texts = Readonly<Record<string, string>>;

/** Texts of YAML variables for rules: nothing in them is expanded. */
export function rawTexts(variables: unknown): Texts {
  const pairs = Object.entries((variables ?? {}) as Record<string, unknown>);
  return Object.fromEntries(pairs.map(([key, value]) => [key, text(isLong(value) ? value.value : value)]));
}

/** Texts of YAML variables for jobs: `expand: false` keeps the dollars of a value. */
export function texts(variables: unknown): Texts {
  const given = (variables ?? {}) as Record<string, unknown>;
  const pairs = Object.entries(rawTexts(variables)).map(([key, value]) => {
    const isRaw = isLong(given[key]) && given[key].expand === false;
    return [key, isRaw ? value.replaceAll("$", "$$$$") : value];
  });
  return Object.fromEntries(pairs);
}

function isLong(value: unknown): value is { readonly value?: unknown; readonly expand?: boolean } {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : textOf(value);
}
