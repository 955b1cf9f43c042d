import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation/index.js";

/**
 * The steps of a run, sorted, a line each: `create Container Local/web/web`. Reads, unchanged resources and
 * the stack itself are left out.
 */
export function changes(events: readonly EngineEvent[]): string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return steps
    .filter(({ op, type }) => !["same", "refresh", "read"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map(({ op, type, urn }) => `${op} ${type.split(/[:/]/).at(-1)} ${urn.split("::").slice(3).join("::")}`)
    .sort();
}

/** The numbers of created, unchanged and other resources, from the end of a run. */
export function counts(events: readonly EngineEvent[]): OpMap {
  return events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {};
}
