import type { Defaults } from "./pipeline.ts";

/** What every job has unless it says otherwise. */
export const defaults: Defaults = {
  timeout: "15 minutes",
  interruptible: true,
  // A job is tried again when its runner failed, never when its own commands did.
  retry: { max: 2, when: ["runner_system_failure", "scheduler_failure", "api_failure"] },
};
