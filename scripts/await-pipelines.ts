/**
 * Waits until the latest pipeline of each branch has succeeded, and prints a line for each change on the way.
 * lib/scripts names its variables.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type GitLabClient, GitLabError } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { connectedGitLab, readVariables, runScript } from "./environment.ts";
import {
  awaitedTags,
  culprit,
  decisivePipeline,
  type JobStatus,
  lastTraceLines,
  type PipelineStatus,
  pipelineText,
  pipelineVerdict,
} from "./pipeline-progress.ts";

const variables = readVariables("await-pipelines");
const { PROJECT: project, TIMEOUT: timeout } = variables;
const path = `/projects/${encodeURIComponent(variables.PROJECT_ID)}`;
const end = Date.now() + Number(timeout) * 1000;

await runScript(async () => {
  const gitlab = connectedGitLab(variables);
  try {
    const commits = variables.COMMITS.split(" ");
    const branches = variables.BRANCHES.split(" ");
    await allSucceed(branches.map((branch, index) => waitForBranch(gitlab, branch, commits[index] ?? "")));
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    refuse(gitlab.url, "its API to answer", error.message, "make sure that GitLab runs, then run again");
  }
});

/** Waits for all. @throws ProblemError with the problems of all that failed */
async function allSucceed(waits: readonly Promise<void>[]): Promise<void> {
  const faults = (await Promise.allSettled(waits)).flatMap((end) =>
    end.status === "rejected" ? [end.reason] : [],
  );
  const other = faults.find((fault) => !(fault instanceof ProblemError));
  if (other) throw other;
  if (faults.length > 0) throw new ProblemError(faults.flatMap(({ problems }: ProblemError) => problems));
}

/** Waits for one branch. If a job fails, the end of its log is printed. @throws ProblemError */
async function waitForBranch(gitlab: GitLabClient, branch: string, commit: string): Promise<void> {
  for (let said = ""; ; await sleep(1000)) {
    const pipeline = await latestPipeline(gitlab, branch, commit);
    const jobs = pipeline ? await jobsOf(gitlab, pipeline) : [];
    const verdict = pipeline ? pipelineVerdict(pipeline) : "going";
    const state = pipeline ? pipelineText(pipeline, jobs) : "no pipeline yet";
    if (state !== said)
      console.log(`${verdict === "going" ? "waiting for " : ""}${project} ${branch}: ${state}`);
    said = state;
    if (verdict === "passed") return;
    if (pipeline && verdict === "failed") await failWithLog(gitlab, pipeline, jobs);
    if (Date.now() > end) await failAfterTimeout(gitlab, branch, state, jobs);
  }
}

/** GitLab creates a commit's pipeline some time after the commit. Until then earlier pipelines must not count. */
async function latestPipeline(
  gitlab: GitLabClient,
  branch: string,
  commit: string,
): Promise<PipelineStatus | undefined> {
  const list = (query: Record<string, string>) =>
    gitlab.request("GET", `${path}/pipelines?${new URLSearchParams({ ref: branch, ...query })}`);
  const own = (await list({ sha: commit, per_page: "1" })) as PipelineStatus[];
  return own.length > 0 ? decisivePipeline((await list({ per_page: "20" })) as PipelineStatus[]) : undefined;
}

async function jobsOf(gitlab: GitLabClient, { id }: PipelineStatus): Promise<JobStatus[]> {
  return (await gitlab.request("GET", `${path}/pipelines/${id}/jobs?per_page=100`)) as JobStatus[];
}

async function failWithLog(
  gitlab: GitLabClient,
  pipeline: PipelineStatus,
  jobs: readonly JobStatus[],
): Promise<never> {
  const job = culprit(jobs);
  const trace = job ? await gitlab.request("GET", `${path}/jobs/${job.id}/trace`) : "";
  for (const line of lastTraceLines(String(trace ?? ""), 15))
    console.error(`${project} ${job?.name}: ${line}`);
  const found = job ? `job "${job.name}" ${job.status}` : `it ${pipeline.status} without a failed job`;
  const remedy = `see ${pipeline.web_url}, correct the project or retry the job there, then run again`;
  return refuse(`${project} ${pipeline.ref}`, `pipeline ${pipeline.id} to succeed`, found, remedy);
}

/** The most frequent cause is that no runner takes the job, so that is looked for first. */
async function failAfterTimeout(
  gitlab: GitLabClient,
  branch: string,
  state: string,
  jobs: readonly JobStatus[],
): Promise<never> {
  for (const tags of awaitedTags(jobs)) {
    const query = new URLSearchParams({ tag_list: tags.join(), status: "online", per_page: "1" });
    const runners = (await gitlab.request("GET", `${path}/runners?${query}`)) as unknown[];
    if (runners.length > 0) continue;
    const expected = `a runner that is online and has the tags ${tags.join(", ") || "(none)"}`;
    refuse(
      `${project} ${branch}`,
      expected,
      "none",
      "add one to smallboat:runners, or start it, then run again",
    );
  }
  const expected = `its pipeline to end within ${timeout} s`;
  return refuse(`${project} ${branch}`, expected, state, "see the pipeline's jobs in GitLab, then run again");
}

function refuse(path: string, expected: string, found: string, remedy: string): never {
  throw new ProblemError([{ path, expected, found, remedy }]);
}
