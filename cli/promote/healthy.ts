import type { Problem } from "../../lib/problems/index.ts";
import type { StageReport, Thing } from "../../lib/status/index.ts";

/**
 * Why a stack is not promoted: a container that is not healthy, or that was changed by hand, or that has not run long enough.
 * A restart begins the time anew.
 * @param after seconds that containers must have run
 * @param target the stage that is to get the images
 */
export function unhealthyProblems(
  id: string,
  { stage, at, things, unanswered }: StageReport,
  after: number,
  target: string,
): Problem[] {
  const own = things.filter(({ place, kind }) => place === id && kind === "container");
  const unreachable = new Set(own.flatMap(({ host, sync }) => (sync === "unknown" && host ? [host] : [])));
  const answered = own.filter(({ sync }) => sync !== "unknown");
  return [
    ...unanswered
      .filter(({ who }) => unreachable.has(who))
      .map(({ who, text }) => ({
        path: `stacks/${id}`,
        expected: `host ${who} of ${stage} to answer, so that its health is known`,
        found: `"${text}"`,
        remedy: "repeat make promote once it answers",
      })),
    ...answered.flatMap((thing) => problemOf(thing, { id, stage, at, after, target })),
  ];
}

interface Wanted {
  readonly id: string;
  readonly stage: string;
  readonly at: string;
  readonly after: number;
  readonly target: string;
}

function problemOf(thing: Thing, { id, stage, at, after, target }: Wanted): Problem[] {
  const { service, name, health, state, sync, container } = thing;
  const path = `stacks/${id} ${service ?? name}`;
  if (health !== "healthy") {
    const found = state ? `${health}: ${state}` : health;
    const remedy = `see make status STAGE=${stage}; nothing was promoted`;
    return [{ path, expected: `a healthy container in ${stage}`, found, remedy }];
  }
  if (sync === "drifted") {
    const remedy = `see make drift STAGE=${stage}; nothing was promoted`;
    return [{ path, expected: `the container that ${stage} recorded`, found: "a changed one", remedy }];
  }
  const runs = (Date.parse(at) - Date.parse(container?.since ?? at)) / 1000;
  if (runs >= after) return [];
  const expected = `a container that has run for ${spanText(after)} (smallboat:promote.after of ${target})`;
  const remedy = `repeat make promote in ${spanText(Math.ceil(after - runs))}`;
  return [{ path, expected, found: `one that started ${spanText(Math.floor(runs))} ago`, remedy }];
}

/** Such as `1h`, `9m` or `40s`. */
function spanText(seconds: number): string {
  const whole = Math.max(seconds, 0);
  if (whole >= 7200) return `${Math.floor(whole / 3600)}h`;
  return whole >= 120 ? `${Math.floor(whole / 60)}m` : `${whole}s`;
}
