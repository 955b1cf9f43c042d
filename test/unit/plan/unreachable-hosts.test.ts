import { expect, test } from "vitest";
import {
  type UnreachableHosts,
  unreachableSummary,
  unreachableWarnings,
} from "../../../lib/plan/unreachable-hosts.ts";

const resource = (type: string, name: string) => ({
  urn: `urn:pulumi:dev::smallboat::${type}::${name}`,
  type,
});
const host = resource("smallboat:index:Host", "far");
const below = [resource("smallboat:index:HostStack", "far/web")];
const problem = { path: "hosts.far.engine", expected: "an engine", found: "nothing", remedy: "start it" };
const unreachable = (...stacks: string[]): UnreachableHosts =>
  new Map([["far", { problem, stacks, recorded: { host, below } }]]);

test("a line for the host and one for each of its stacks", () => {
  expect(unreachableWarnings(unreachable("far/web", "far/app"))).toEqual([
    "hosts.far.engine: expected an engine, found nothing; start it",
    "stacks/far/web: unknown, because far does not answer; it is left as it is",
    "stacks/far/app: unknown, because far does not answer; it is left as it is",
  ]);
  expect(unreachableWarnings(new Map())).toEqual([]);
});

test("what a run ends with names what is left", () => {
  expect(unreachableSummary(unreachable("far/web", "far/app"))).toBe(
    "all hosts but far are up to date; left undone: stacks/far/web, stacks/far/app; run this again when far answers",
  );
  expect(unreachableSummary(unreachable())).toBe(
    "all hosts but far are up to date; everything on it is left as it is; run this again when far answers",
  );
});
