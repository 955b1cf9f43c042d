/** The statuses of jobs and pipelines, by GitLab's names. */
export type Status =
  | "created"
  | "waiting_for_resource"
  | "preparing"
  | "pending"
  | "running"
  | "success"
  | "failed"
  | "canceling"
  | "canceled"
  | "skipped"
  | "manual"
  | "scheduled";

export const statuses: readonly Status[] = [
  "created",
  "waiting_for_resource",
  "preparing",
  "pending",
  "running",
  "success",
  "failed",
  "canceling",
  "canceled",
  "skipped",
  "manual",
  "scheduled",
];

/** Final, unless somebody retries. */
export const finished: readonly Status[] = ["success", "failed", "canceled", "skipped"];
/** A runner has it. */
export const executing: readonly Status[] = ["running", "canceling"];
/** Can still be cancelled. */
export const cancelable: readonly Status[] = [
  "created",
  "waiting_for_resource",
  "preparing",
  "pending",
  "running",
  "manual",
  "scheduled",
];

export interface Member {
  readonly status: Status;
  /** Its failure, or its wait to be played, does not count. */
  readonly allowFailure: boolean;
}

type Result = Status | "warning" | "ignored";

function result({ status, allowFailure }: Member): Result {
  if (allowFailure && (status === "failed" || status === "canceled")) return "warning";
  return allowFailure && status === "manual" ? "ignored" : status;
}

/** The combined status of several jobs, for a stage or a pipeline. Undefined for no jobs. */
export function together(members: readonly Member[]): Status | undefined {
  if (members.length === 0) return undefined;
  const results = new Set(members.map(result));
  const only = (...allowed: Result[]) => [...results].every((each) => allowed.includes(each));
  if (only("skipped", "ignored")) return results.has("skipped") ? "skipped" : "success";
  if (only("success", "skipped", "warning", "ignored")) return "success";
  if (only("created", "ignored")) return "created";
  if (only("preparing", "ignored")) return "preparing";
  if (only("canceled", "success", "skipped", "warning", "ignored")) return "canceled";
  if (only("pending", "created", "skipped", "warning", "ignored")) return "pending";
  if (results.has("canceling")) return "canceling";
  if (results.has("running") || results.has("pending")) return "running";
  const waiting: Status[] = ["waiting_for_resource", "manual", "scheduled", "preparing"];
  const found = waiting.find((each) => results.has(each));
  if (found) return found;
  return results.has("created") ? "running" : "failed";
}

/** The combined status of the jobs that a job needs. If a needed job does not run, the job is skipped. */
export function needed(members: readonly Member[]): Status | undefined {
  const results = members.map(result);
  if (results.some((each) => each === "skipped" || each === "ignored")) return "skipped";
  if (results.some((each) => each !== "warning" && !finished.includes(each as Status))) return "pending";
  return together(members);
}
