import { Expressions } from "../expressions/evaluate.ts";
import { isHash } from "../source/yaml.ts";
import { checkEntry } from "./entry.ts";
import { type CiFile, type Entry, isJobName, jobEntries, needsOf, stageOf, stages } from "./file.ts";
import { copies } from "./matrix.ts";
import { checkRules } from "./rule.ts";
import { isVariables } from "./shapes.ts";

const topKeys = ["name", "rules", "auto_cancel"];

/** Faults that GitLab reports before it evaluates any rule, in its words. */
export function checkFile(file: CiFile): string[] {
  const expressions = new Expressions();
  const shape = [...checkTop(file), ...checkRules("workflow", (file.workflow as Entry)?.rules, expressions)];
  for (const [name, entry] of jobEntries(file)) shape.push(...checkEntry(name, entry, expressions));
  if (shape.length > 0) return shape;
  const jobs = jobEntries(file);
  if (jobs.size === 0) return ["jobs config should contain at least one visible job"];
  const named = byEveryName(jobs);
  const problems = [...jobs].flatMap(([name, entry]) => [
    ...checkStage(name, entry, stages(file)),
    ...checkReferences(name, entry, named, stages(file)),
  ]);
  return problems.length === 0 && hasCircle(jobs, named)
    ? ["The pipeline has circular dependencies"]
    : problems;
}

function checkTop(file: CiFile): string[] {
  const problems: string[] = [];
  const strange = Object.keys(file).filter((name) => isJobName(name) && !isHash(file[name]));
  for (const name of strange) {
    problems.push(`jobs:${name} config should implement the script:, run:, or trigger: keyword`);
  }
  const { workflow, variables, stages: named } = file;
  if (isGiven(workflow) && !isHash(workflow)) problems.push("workflow config should be a hash");
  const unknown = isHash(workflow) ? Object.keys(workflow).filter((key) => !topKeys.includes(key)) : [];
  if (unknown.length > 0) problems.push(`workflow config contains unknown keys: ${unknown.join(", ")}`);
  if (isGiven(file.default) && !isHash(file.default)) problems.push("default config should be a hash");
  if (isGiven(variables) && !isVariables(variables)) {
    problems.push("variables config should be a hash of key value pairs, value can be a hash");
  }
  const isList = Array.isArray(named) && named.every((stage) => typeof stage === "string");
  if (isGiven(named) && !isList) problems.push("stages config should be an array of strings");
  return problems;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function checkStage(name: string, entry: Entry, known: readonly string[]): string[] {
  const stage = stageOf(entry);
  if (known.includes(stage)) return [];
  return [`${name} job: chosen stage ${stage} does not exist; available stages are ${known.join(", ")}`];
}

/** The entries by their own names, and by the names of their parallel jobs: `a: [x, y]`. */
function byEveryName(jobs: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const all = [...jobs].flatMap(([name, entry]) =>
    copies(name, entry.parallel).map((copy) => [copy.name, entry] as const),
  );
  return new Map([...all, ...jobs]);
}

function checkReferences(
  name: string,
  entry: Entry,
  jobs: ReadonlyMap<string, Entry>,
  known: readonly string[],
): string[] {
  const problems: string[] = [];
  const position = (job: Entry) => known.indexOf(stageOf(job));
  for (const need of needsOf(entry.needs) ?? []) {
    const other = jobs.get(need.job);
    if (!other && !need.optional) problems.push(`${name} job: undefined need: ${need.job}`);
    if (other && position(other) > position(entry)) {
      problems.push(`${name} job: need ${need.job} is not defined in current or prior stages`);
    }
  }
  for (const dependency of (entry.dependencies ?? []) as string[]) {
    const other = jobs.get(dependency);
    if (!other) problems.push(`${name} job: undefined dependency: ${dependency}`);
    if (other && position(other) > position(entry)) {
      problems.push(`${name} job: dependency ${dependency} is not defined in current or prior stages`);
    }
  }
  const environment = entry.environment as { name?: string; on_stop?: string } | string | undefined;
  if (typeof environment === "object" && environment?.on_stop !== undefined) {
    problems.push(...checkStop(name, environment, jobs.get(environment.on_stop)));
  }
  return problems;
}

function checkStop(
  name: string,
  { name: place, on_stop }: { name?: string; on_stop?: string },
  stop?: Entry,
) {
  if (!stop) return [`${name} job: on_stop job ${on_stop} is not defined`];
  const environment = stop.environment as { name?: string; action?: string } | undefined;
  if (!environment) return [`${name} job: on_stop job ${on_stop} does not have environment defined`];
  if (environment.name !== place) {
    return [`${name} job: on_stop job ${on_stop} have different environment name`];
  }
  return environment.action === "stop"
    ? []
    : [`${name} job: on_stop job ${on_stop} needs to have action stop defined`];
}

/** True if jobs need each other, directly or not. */
function hasCircle(jobs: ReadonlyMap<string, Entry>, named: ReadonlyMap<string, Entry>): boolean {
  const needed = (entry: Entry) => (needsOf(entry.needs) ?? []).map(({ job }) => named.get(job));
  const waits = new Map([...jobs.values()].map((entry) => [entry, needed(entry)]));
  for (;;) {
    const free = [...waits].filter(([, needs]) => needs.every((other) => !other || !waits.has(other)));
    if (free.length === 0) return waits.size > 0;
    for (const [entry] of free) waits.delete(entry);
  }
}
