import { wholeSeconds } from "../canonical/units.ts";
import { withoutUndefined } from "../defined.ts";
import type { Healthcheck } from "../model.ts";
import type { HealthcheckFields } from "../provider-fields.ts";
import { type ContainerBuilder, copied, type Handlers } from "./container-builder.ts";

/** Seconds that Docker waits after SIGTERM by default. */
const DEFAULT_GRACE_SECONDS = 10;

/** Handlers of restart policy, stop signal, grace period and healthcheck. */
export const lifecycleHandlers: Handlers<"restart" | "stop_grace_period" | "stop_signal" | "healthcheck"> = {
  restart: (policy, subject) => setRestart(policy, subject),
  stop_grace_period: (period, { fields }) => {
    fields.stopTimeout = wholeSeconds(period);
  },
  stop_signal: copied("stopSignal"),
  healthcheck: (check, subject) => {
    subject.fields.healthcheck = healthcheckFields(check);
    // Parts that the file leaves out come from the image and are read back, even if the check is disabled.
    subject.unreadable.add("healthcheck");
  },
};

/** Without this value the provider would kill a container at once when it is replaced. */
export function graceSeconds({ service }: ContainerBuilder): number {
  return service.stop_grace_period ? wholeSeconds(service.stop_grace_period) : DEFAULT_GRACE_SECONDS;
}

/** Sets the restart policy. As in compose, `deploy.restart_policy` wins over `restart`. */
export function setRestart(policy: string, subject: ContainerBuilder, key = "restart"): void {
  const [name = "", count] = policy.split(":");
  if (!["no", "always", "on-failure", "unless-stopped"].includes(name) || (count && name !== "on-failure")) {
    subject.problems.push({
      path: subject.where(key),
      expected: `services.${subject.name}.${key} as one of no, always, unless-stopped, on-failure, on-failure:<times>`,
      found: `"${policy}"`,
      remedy: policy === "never" ? 'write "no"' : "write one of them",
    });
    return;
  }
  subject.fields.restart = name;
  delete subject.fields.maxRetryCount;
  if (count && Number(count) > 0) subject.fields.maxRetryCount = Number(count);
}

function healthcheckFields(check: Healthcheck): HealthcheckFields {
  if (check.disable) return { tests: ["NONE"] };
  return withoutUndefined({
    tests: check.test,
    interval: check.interval,
    timeout: check.timeout,
    startPeriod: check.start_period,
    startInterval: check.start_interval,
    retries: check.retries,
  });
}
