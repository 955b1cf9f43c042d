import type { PipelineFacts, ProjectFacts, RunnerFacts } from "../gitlab/ci-facts.ts";
import type { ProjectStatus, RunnerStatus } from "./status-model.ts";

/** A runner that the state records. */
export interface RecordedRunner {
  readonly name: string;
  /** Its number at GitLab. */
  readonly id: string;
  readonly tags: readonly string[];
  /** Name of the project whose jobs it runs. Undefined: the whole group. */
  readonly project: string | undefined;
}

/** A project that the state records. */
export interface RecordedProject {
  readonly name: string;
  /** Its number at GitLab. */
  readonly id: string;
}

/** What GitLab says, by the numbers of runners and projects. Nothing for what it does not know. */
export interface GitLabFacts {
  readonly runners: ReadonlyMap<string, RunnerFacts>;
  readonly projects: ReadonlyMap<string, ProjectFacts>;
}

/** @param facts undefined if GitLab did not answer */
export function runnerStatuses(
  runners: readonly RecordedRunner[],
  projects: readonly RecordedProject[],
  facts: GitLabFacts | undefined,
): RunnerStatus[] {
  return runners.map((runner) => {
    const { name, id, tags } = runner;
    const found = facts?.runners.get(id);
    if (!found)
      return { name, state: facts ? ("missing" as const) : ("unknown" as const), tags, jobsWaiting: 0 };
    const jobs = projects
      .filter((project) => serves(runner, project))
      .flatMap((project) => facts?.projects.get(project.id)?.waitingJobs ?? []);
    return {
      name,
      state: stateOf(found),
      ...(found.contactedAt !== undefined && { lastContact: found.contactedAt }),
      tags: found.tags,
      jobsWaiting: jobs.filter((job) => takes(found, job)).length,
    };
  });
}

/** @param facts undefined if GitLab did not answer */
export function projectStatuses(
  projects: readonly RecordedProject[],
  runners: readonly RecordedRunner[],
  facts: GitLabFacts | undefined,
): ProjectStatus[] {
  return projects.map((project) => {
    const { name, id } = project;
    const found = facts?.projects.get(id);
    if (!found) {
      const state = facts ? "missing" : "unknown";
      return { name, state, pipelines: [], jobsWaiting: 0, stuck: [] };
    }
    const { url, defaultBranch, waitingJobs } = found;
    const serving = runners
      .filter((runner) => serves(runner, project))
      .flatMap((runner) => facts?.runners.get(runner.id) ?? []);
    const stuck = waitingJobs.filter((job) => !serving.some((runner) => takes(runner, job)));
    return {
      name,
      state: "there",
      url,
      ...(defaultBranch !== undefined && { defaultBranch }),
      pipelines: lastPipelines(found),
      jobsWaiting: waitingJobs.length,
      stuck: stuck.map((tags) => tags.join(", ")),
    };
  });
}

function stateOf({ status, paused }: RunnerFacts): RunnerStatus["state"] {
  if (paused) return "paused";
  return status === "never_contacted" ? "never contacted" : (status as RunnerStatus["state"]);
}

function serves({ project }: RecordedRunner, { name }: RecordedProject): boolean {
  return project === undefined || project === name;
}

function takes({ paused, tags, takesUntagged }: RunnerFacts, job: readonly string[]): boolean {
  if (paused) return false;
  return job.length === 0 ? takesUntagged : job.every((tag) => tags.includes(tag));
}

const shownRefs = 3;

function lastPipelines({ pipelines, defaultBranch }: ProjectFacts): PipelineFacts[] {
  const isFirst = ({ ref }: PipelineFacts, index: number) =>
    pipelines.findIndex((each) => each.ref === ref) === index;
  const last = pipelines.filter(isFirst);
  const own = last.filter(({ ref }) => ref === defaultBranch);
  const shown = new Set([...own, ...last].slice(0, shownRefs));
  return last.filter((each) => shown.has(each));
}
