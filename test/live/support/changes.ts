import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation/index.js";

/** What a run did, a line for each step, in order: `create Container Local/web/web`. Steps that only look, and
 * resources that stayed as they were, are not among them; nor is the stack itself. */
export function changes(events: readonly EngineEvent[]): string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return steps
    .filter(({ op, type }) => !["same", "refresh", "read"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map(({ op, type, urn }) => `${op} ${type.split(/[:/]/).at(-1)} ${urn.split("::").slice(3).join("::")}`)
    .sort();
}

/** How many resources a run created, left the same and so on, as its last words count them. */
export function counts(events: readonly EngineEvent[]): OpMap {
  return events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {};
}
