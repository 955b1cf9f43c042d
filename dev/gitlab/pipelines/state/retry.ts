/** Why a job failed, by GitLab's names; `script_failure` where the job's own script did. */
export type FailureReason = string;

export interface RetryRule {
  /** The largest number of retries after the first run. */
  readonly max: number;
  /** Reasons; "always" for any. */
  readonly when: readonly string[];
  readonly exitCodes: readonly number[];
}

export interface Failure {
  readonly reason: FailureReason;
  readonly exitCode: number | null;
}

/** Failures that GitLab retries without a setting, and how often. */
const byItself: Readonly<Record<string, number>> = {
  scheduler_failure: 2,
  data_integrity_failure: 0,
};
/** True if a failed job is retried automatically. */
export function triesAgain(rule: RetryRule | undefined, failure: Failure, retries: number): boolean {
  if (!rule || rule.max === 0) return retries < (byItself[failure.reason] ?? 0);
  if (retries >= rule.max) return false;
  if (failure.exitCode !== null && rule.exitCodes.includes(failure.exitCode)) return true;
  return rule.when.includes("always") || rule.when.includes(failure.reason);
}

/** True if a failure does not fail the pipeline. */
export function isAllowed(allowed: boolean | readonly number[], exitCode: number | null): boolean {
  return typeof allowed === "boolean" ? allowed : exitCode !== null && allowed.includes(exitCode);
}

/** A reason by a runner's name. GitLab keeps the known ones. */
export function failureReason(reason: unknown): FailureReason {
  const known = [
    "script_failure",
    "runner_system_failure",
    "job_execution_timeout",
    "runner_unsupported",
    "image_pull_failure",
    "api_failure",
    "unknown_failure",
    "stuck_or_timeout_failure",
    "missing_dependency_failure",
    "configuration_error",
    "stale_schedule",
    "unmet_prerequisites",
    "scheduler_failure",
    "data_integrity_failure",
    "trace_size_exceeded",
    "archived_failure",
  ];
  return typeof reason === "string" && known.includes(reason) ? reason : "unknown_failure";
}
