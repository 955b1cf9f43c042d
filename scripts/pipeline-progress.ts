/** A pipeline as GitLab lists it, the part that is used here. */
export interface PipelineStatus {
  readonly id: number;
  readonly ref: string;
  readonly status: string;
  readonly web_url: string;
}

/** A job of a pipeline, likewise. */
export interface JobStatus {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly allow_failure: boolean;
  readonly tag_list: readonly string[];
  readonly failure_reason?: string | null;
}

/** Of a branch's pipelines, the latest first, the one that tells how it is: not one that somebody chose to skip. */
export function decisivePipeline(pipelines: readonly PipelineStatus[]): PipelineStatus | undefined {
  return pipelines.find(({ status }) => status !== "skipped");
}

/** How far a pipeline is: `going` may still end well by itself. */
export type Verdict = "going" | "passed" | "failed";

/** A pipeline that stands at a manual job has done all it does by itself. */
export function pipelineVerdict({ status }: PipelineStatus): Verdict {
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

/** `flask-chat-app dev: pipeline 3 running: build running, test success; http://…/pipelines/3`, for people who wait. */
export function progressLine(project: string, pipeline: PipelineStatus, jobs: readonly JobStatus[]): string {
  const { id, ref, status, web_url } = pipeline;
  const each = inOrder(jobs)
    .map((job) => `${job.name} ${job.status}`)
    .join(", ");
  const place = pipelineVerdict(pipeline) === "going" ? `; ${web_url}` : "";
  return `${project} ${ref}: pipeline ${id} ${status}${each && `: ${each}`}${place}`;
}

/** As they were made. */
function inOrder(jobs: readonly JobStatus[]): JobStatus[] {
  return [...jobs].sort((a, b) => a.id - b.id);
}

/** Tags of jobs that wait for a runner. */
export function awaitedTags(jobs: readonly JobStatus[]): readonly (readonly string[])[] {
  const lists = jobs.filter(({ status }) => status === "pending").map(({ tag_list }) => [...tag_list].sort());
  return [...new Map(lists.map((tags) => [tags.join(), tags])).values()];
}

// Colours and other controls of a terminal, and the marks around a section of a job's log.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /\x1b\[[0-9;]*[A-Za-z]|section_(start|end):\d+:\S+|\r/g;

/** The last lines of a job's log as somebody would read them. */
export function lastTraceLines(trace: string, count: number): string[] {
  const lines = trace.split("\n").map((line) => line.replace(controls, "").trimEnd());
  return lines.filter(Boolean).slice(-count);
}
