import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../docker/client.ts";
import { lastLogLines } from "../docker/container-logs.ts";
import { inspectContainer } from "../docker/containers.ts";
import type { InspectedContainer, InspectedHealthcheck } from "../docker/inspected-container.ts";

/** When a container that was just started counts as ready. */
export interface ReadinessPolicy {
  /** True if it replaced a container that can be restored. Then it is watched for a moment even without a healthcheck. */
  readonly isReplacement: boolean;
  /** True if another container waits for its health. Then it must have a healthcheck. */
  readonly mustBeHealthy: boolean;
  /** Seconds in which it must become healthy. Default: the time that its healthcheck allows. */
  readonly seconds?: number | undefined;
}

/** Why a container is not ready. */
export interface Failure {
  readonly expected: string;
  readonly found: string;
  /** The last lines of the failed healthcheck and of the container's log. */
  readonly logs: Readonly<Record<"its check" | "it", readonly string[]>>;
}

/** Seconds for which a replacement without a healthcheck is watched. */
const lookSeconds = 1;
/** Restarts that are tolerated: many programs exit and are restarted until the services that they need are there. */
const toleratedRestarts = 3;

/** Milliseconds that a busy engine may take to answer. */
const patience = 60_000;

/** Waits until a container is ready. @returns why it is not, as soon as that is certain */
export async function waitUntilReady(
  engine: Engine,
  container: string,
  demand: ReadinessPolicy,
): Promise<Failure | undefined> {
  const begin = Date.now();
  for (;;) {
    const watched = await inspectContainer(engine, container, { timeout: patience });
    if (!watched) return { expected: "to run", found: "none", logs: { "its check": [], it: [] } };
    const limit = watched.State.Health
      ? (demand.seconds ?? healthSeconds(watched.Config.Healthcheck))
      : Number(demand.isReplacement) * lookSeconds;
    const passed = (Date.now() - begin) / 1000;
    const state = readinessVerdict(watched, demand, passed >= limit);
    if (state === "serves") return undefined;
    if (state !== "unsure") {
      const expected = expectation(watched, demand, limit);
      const it = await lastLogLines(engine, container, watched.Config.Tty);
      return { expected, found: state, logs: { "its check": checkOutput(watched), it } };
    }
    await sleep(Math.min(1000, 100 + passed * 200));
  }
}

/** Seconds after which Docker has called a container unhealthy at the latest, with a margin for a busy machine. */
export function healthSeconds(check: InspectedHealthcheck | null | undefined): number {
  const seconds = (nanoseconds: number | undefined, ofDocker: number) =>
    nanoseconds ? nanoseconds / 1e9 : ofDocker;
  const period = seconds(check?.Interval, 30) + seconds(check?.Timeout, 30);
  const retries = check?.Retries || 3;
  return Math.ceil((seconds(check?.StartPeriod, 0) + period * (retries + 1)) * 1.5 + 60);
}

type InspectedReadiness = Pick<InspectedContainer, "State" | "RestartCount">;

/** `serves`, `unsure`, or the fault. */
export function readinessVerdict(
  { State, RestartCount }: InspectedReadiness,
  demand: ReadinessPolicy,
  isLate: boolean,
): string {
  const { Running, Restarting, ExitCode, Health } = State;
  const { isReplacement, mustBeHealthy } = demand;
  const restarts = RestartCount + Number(Restarting);
  const tolerated = Health ? toleratedRestarts : isReplacement ? 0 : Number.POSITIVE_INFINITY;
  if (restarts > tolerated) return `it started again and again, its last exit code ${ExitCode}`;
  if (!Running && !Restarting) return ExitCode === 0 && !mustBeHealthy ? "serves" : `exit code ${ExitCode}`;
  if (!Health) return mustBeHealthy ? "no healthcheck" : isLate ? "serves" : "unsure";
  if (Health.Status === "healthy") return "serves";
  if (Health.Status === "unhealthy" || isLate) return `it ${Health.Status}`;
  return "unsure";
}

/** The last line of a failed healthcheck. */
function checkOutput({ State: { Health } }: InspectedReadiness): string[] {
  const isHealthy = Health?.Status === "healthy";
  const lines =
    Health?.Log?.at(-1)
      ?.Output.trim()
      .split(/\s*\n\s*/) ?? [];
  return isHealthy ? [] : lines.filter((line) => line !== "").slice(-1);
}

function expectation(
  { State }: InspectedReadiness,
  { mustBeHealthy }: ReadinessPolicy,
  seconds: number,
): string {
  return State.Health || mustBeHealthy ? `to be healthy within ${Math.round(seconds)} s` : "to run";
}
