import { nanoseconds } from "../compose/canonical/units.ts";
import { withoutUndefined } from "../compose/defined.ts";
import type { HealthcheckFields } from "../compose/provider-fields.ts";
import type { InspectedContainer, InspectedHealthcheck } from "../docker/inspected-container.ts";
import type { InputReadings } from "./input-reading.ts";

/** Readings of restart policy, stop signal, healthcheck and logging. */
export const lifecycleReadings: InputReadings<
  "restart" | "maxRetryCount" | "stopSignal" | "stopTimeout" | "healthcheck" | "logDriver" | "logOpts"
> = {
  // Older engines store an unset policy as an empty name.
  restart: { read: ({ HostConfig }) => HostConfig.RestartPolicy.Name || "no" },
  maxRetryCount: { read: ({ HostConfig }) => HostConfig.RestartPolicy.MaximumRetryCount },
  stopSignal: { read: ({ Config }) => Config.StopSignal },
  stopTimeout: { read: ({ Config }) => Config.StopTimeout ?? undefined },
  healthcheck: {
    read: ({ Config }) => fields(Config.Healthcheck),
    // A part that is not set comes from the image.
    expected: (wanted, bare) => ({ ...fields(bare.Config.Healthcheck), ...(wanted && normal(wanted)) }),
  },
  logDriver: { read: ({ HostConfig }) => HostConfig.LogConfig.Type },
  logOpts: {
    read: ({ HostConfig }) => HostConfig.LogConfig.Config ?? undefined,
    // The engine's own options count if the driver is the engine's default.
    expected: (wanted, bare, { logDriver }) => {
      const { Type, Config } = bare.HostConfig.LogConfig;
      return { ...(logDriver === undefined || logDriver === Type ? Config : {}), ...wanted };
    },
  },
};

/**
 * Whether a container was started, and runs or came to a good end.
 * @param status as its engine lists it. After its own restart the engine goes by this status, even if inspect showed another one
 * @param mayEnd whether a good end is as declared
 */
export function isAlive({ State }: InspectedContainer, status: string, mayEnd: boolean): boolean {
  return status !== "created" && (State.Running || (mayEnd && State.ExitCode === 0));
}

const durations = ["interval", "timeout", "startPeriod", "startInterval"] as const;

function fields(check: InspectedHealthcheck | null | undefined): HealthcheckFields | undefined {
  if (!check) return undefined;
  return normal(
    withoutUndefined({
      tests: check.Test ? [...check.Test] : undefined,
      interval: `${check.Interval ?? 0}ns`,
      timeout: `${check.Timeout ?? 0}ns`,
      startPeriod: `${check.StartPeriod ?? 0}ns`,
      startInterval: `${check.StartInterval ?? 0}ns`,
      retries: check.Retries,
    }),
  );
}

/** A healthcheck with durations in seconds. Zero values are left out. */
function normal(check: HealthcheckFields): HealthcheckFields {
  const texts = durations.map((name) => [name, seconds(check[name])]);
  const { tests, retries } = check;
  return withoutUndefined({ tests, retries: retries || undefined, ...Object.fromEntries(texts) });
}

function seconds(text: string | undefined): string | undefined {
  const count = Number(text === undefined ? 0 : (nanoseconds(text) ?? 0)) / 1e9;
  return count === 0 ? undefined : `${count}s`;
}
