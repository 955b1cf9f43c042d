import { finished, type Member, needed, type Status, together } from "./status.ts";

export type When = "on_success" | "on_failure" | "always" | "manual" | "delayed";

/** What decides when a job starts. Of several attempts only the last counts. */
export interface Step extends Member {
  readonly id: number;
  readonly name: string;
  readonly stage: number;
  readonly when: When;
  /** Names of jobs; undefined: all of the earlier stages. */
  readonly needs?: readonly string[] | undefined;
  /** Only one job of the group runs at a time. */
  readonly resourceGroup?: string | undefined;
}

export interface Change {
  readonly id: number;
  readonly status: Status;
}

/** The jobs whose status changes now: they begin to wait, are skipped, or wait for a person. */
export function progress(steps: readonly Step[]): Change[] {
  const current = new Map(steps.map((step) => [step.id, step.status]));
  const changes: Change[] = [];
  const waiting = steps.filter(({ status }) => status === "created").sort((a, b) => a.stage - b.stage);
  let moved = true;
  while (moved) {
    moved = false;
    for (const step of waiting) {
      if (current.get(step.id) !== "created") continue;
      const now = steps.map((each) => ({ ...each, status: current.get(each.id) ?? each.status }));
      const status = next(step, now);
      if (!status) continue;
      current.set(step.id, status);
      changes.push({ id: step.id, status });
      moved = true;
    }
  }
  return changes;
}

function next(step: Step, now: readonly Step[]): Status | undefined {
  const before = step.needs
    ? needed(now.filter(({ name }) => step.needs?.includes(name)))
    : together(now.filter(({ stage }) => stage < step.stage));
  const previous = before ?? "success";
  if (!finished.includes(previous)) return undefined;
  return starts(step, previous) ? begin(step) : "skipped";
}

function starts(step: Step, previous: Status): boolean {
  switch (step.when) {
    case "on_failure":
      return previous === "failed";
    case "always":
      return previous !== "canceled";
    default:
      return previous === "success" || (previous === "skipped" && step.needs === undefined);
  }
}

function begin(step: Step): Status {
  if (step.when === "manual") return "manual";
  return step.when === "delayed" ? "scheduled" : enqueued(step);
}

/** The next status of a job that may run. */
export function enqueued({ resourceGroup }: Pick<Step, "resourceGroup">): Status {
  return resourceGroup === undefined ? "pending" : "waiting_for_resource";
}

/**
 * The skipped jobs that may run once these run again: all later jobs that depend on them, directly or not.
 */
export function reopened(steps: readonly Step[], again: readonly string[]): number[] {
  const names = new Set(again);
  const found = new Set<number>();
  let before = -1;
  while (before !== found.size) {
    before = found.size;
    for (const step of steps) {
      if (step.status !== "skipped" || found.has(step.id)) continue;
      const isAfter = step.needs
        ? step.needs.some((name) => names.has(name))
        : steps.some(({ name, stage }) => names.has(name) && stage < step.stage);
      if (!isAfter) continue;
      found.add(step.id);
      names.add(step.name);
    }
  }
  return [...found];
}
