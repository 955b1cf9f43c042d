import type { Defaults } from "./pipeline.ts";

/** The defaults of all jobs. */
export const defaults: Defaults = {
  timeout: "15 minutes",
  interruptible: true,
  // A job is retried if its runner failed, but not if its own commands failed.
  retry: { max: 2, when: ["runner_system_failure", "scheduler_failure", "api_failure"] },
};
