/** The fields of a pipeline in GitLab's list that are used here. */
export interface PipelineStatus {
  readonly id: number;
  readonly ref: string;
  readonly status: string;
  readonly web_url: string;
}

/** The fields of a job that are used here. */
export interface JobStatus {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly allow_failure: boolean;
  readonly tag_list: readonly string[];
  readonly failure_reason?: string | null;
}

/** The pipeline that decides about a branch: the latest that was not skipped. @param pipelines latest first */
export function decisivePipeline(pipelines: readonly PipelineStatus[]): PipelineStatus | undefined {
  return pipelines.find(({ status }) => status !== "skipped");
}

/** `going`: the pipeline may still succeed without anybody's help. */
export type PipelineVerdict = "going" | "passed" | "failed";

/** A pipeline that waits at a manual job counts as passed: it does nothing more without a person. */
export function pipelineVerdict({ status }: PipelineStatus): PipelineVerdict {
  if (["success", "manual"].includes(status)) return "passed";
  return ["failed", "canceled"].includes(status) ? "failed" : "going";
}

/** The job that made a pipeline fail. */
export function culprit(jobs: readonly JobStatus[]): JobStatus | undefined {
  const byId = inOrder(jobs);
  const failed = (status: string) =>
    byId.find((job) => job.status === status && !job.allow_failure) ??
    byId.find((job) => job.status === status);
  return failed("failed") ?? failed("canceled");
}

/** Such as `pipeline 3, build running, test success, http://…/pipelines/3`; its page while it is going. */
export function pipelineText(pipeline: PipelineStatus, jobs: readonly JobStatus[]): string {
  const { id, status, web_url } = pipeline;
  const each = inOrder(jobs).map((job) => `${job.name} ${job.status}`);
  if (pipelineVerdict(pipeline) !== "going") return [`pipeline ${id} ${status}`, ...each].join(", ");
  return [...(each.length > 0 ? [`pipeline ${id}`, ...each] : [`pipeline ${id} ${status}`]), web_url].join(
    ", ",
  );
}

/** In the order of their creation. */
function inOrder(jobs: readonly JobStatus[]): JobStatus[] {
  return [...jobs].sort((a, b) => a.id - b.id);
}

/** The tag lists of jobs that wait for a runner, each list once. */
export function awaitedTags(jobs: readonly JobStatus[]): readonly (readonly string[])[] {
  const lists = jobs.filter(({ status }) => status === "pending").map(({ tag_list }) => [...tag_list].sort());
  return [...new Map(lists.map((tags) => [tags.join(), tags])).values()];
}

// A terminal's control sequences, and GitLab's markers around a section of a job's log.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /\x1b\[[0-9;]*[A-Za-z]|section_(start|end):\d+:\S+|\r/g;

/** The last lines of a job's log without control sequences and empty lines. */
export function lastTraceLines(trace: string, count: number): string[] {
  const lines = trace.split("\n").map((line) => line.replace(controls, "").trimEnd());
  return lines.filter(Boolean).slice(-count);
}
