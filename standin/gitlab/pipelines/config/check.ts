import { durationSeconds } from "./duration.ts";
import { type CiFile, type Entry, jobEntries, needsOf, stageOf, stages } from "./file.ts";

/** What GitLab finds wrong before it looks at any rule, in its words. */
export function checkFile(file: CiFile): string[] {
  const jobs = jobEntries(file);
  if (jobs.size === 0) return ["jobs config should contain at least one visible job"];
  return [...jobs].flatMap(([name, entry]) => [
    ...checkKeys(name, entry),
    ...checkStage(name, entry, stages(file)),
    ...checkReferences(name, entry, jobs, stages(file)),
  ]);
}

function checkKeys(name: string, entry: Entry): string[] {
  const problems: string[] = [];
  const has = (key: string) => entry[key] !== undefined;
  const mixed = ["only", "except"].filter(has);
  if (has("rules") && mixed.length > 0) {
    problems.push(`jobs:${name} config key may not be used with \`rules\`: ${mixed.join(", ")}`);
  }
  if (has("trigger")) {
    problems.push(
      `jobs:${name} trigger config is not supported by the stand-in: it starts no other pipelines`,
    );
  } else if (!has("script") && !has("run")) {
    problems.push(`jobs:${name} config should implement the script:, run:, or trigger: keyword`);
  }
  if (entry.when === "delayed" && !has("start_in"))
    problems.push(`jobs:${name} start in should be a duration`);
  if (entry.when !== "delayed" && has("start_in")) problems.push(`jobs:${name} start in must be blank`);
  for (const key of ["timeout", "start_in"]) {
    const value = entry[key];
    if (value !== undefined && durationSeconds(String(value)) === undefined) {
      problems.push(`jobs:${name}:${key} config should be a duration`);
    }
  }
  if (typeof entry.parallel === "number" && (entry.parallel < 1 || entry.parallel > 200)) {
    problems.push(`jobs:${name}:parallel config should be between 1 and 200`);
  }
  return problems;
}

function checkStage(name: string, entry: Entry, known: readonly string[]): string[] {
  const stage = stageOf(entry);
  if (known.includes(stage)) return [];
  return [`${name} job: chosen stage ${stage} does not exist; available stages are ${known.join(", ")}`];
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
