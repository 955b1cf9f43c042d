import { expect, test } from "vitest";
import { EngineError } from "../../../lib/docker/client.ts";
import type { PlacedStack } from "../../../lib/plan/index.ts";
import {
  type UnreachableHosts,
  unreachableHosts,
  unreachableSummary,
  unreachableWarnings,
} from "../../../lib/plan/unreachable-hosts.ts";
import type { Problem } from "../../../lib/problems/index.ts";
import type { State } from "../../../lib/state/index.ts";
import { snapshot } from "../support/engine-facts.ts";
import { settings } from "./stage.ts";

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

test("the end of a run names the stacks that are left", () => {
  expect(unreachableSummary(unreachable("far/web", "far/app"))).toBe(
    "all hosts but far are up to date; left undone: stacks/far/web, stacks/far/app; run this again when far answers",
  );
  expect(unreachableSummary(unreachable())).toBe(
    "all hosts but far are up to date; everything on it is left as it is; run this again when far answers",
  );
});

const hosts = Object.fromEntries(
  ["one", "two", "three", "four"].map((name) => [name, { engine: `tcp://${name}:2375` }]),
);
const noAnswer = new EngineError("tcp://one:2375", "no answer within 10 s");
const refusal = new EngineError("tcp://one:2375", "not for you", 403);
const on = (host: string) => ({ id: `${host}/web`, host }) as PlacedStack;
const resources = [
  resource("smallboat:index:Host", "four"),
  resource("docker:index/container:Container", "web"),
];
const [top, child] = resources as [(typeof resources)[0], (typeof resources)[0]];
const recorded = [top, { ...child, parent: top.urn }];

/** The unreachable hosts with their stacks, the places of problems that stop the run, and whether the state was read. */
async function decided(
  answers: Readonly<Record<string, EngineError>>,
  { strict = false, serving = [] as readonly string[] } = {},
) {
  const problems: Problem[] = [];
  let isRead = false;
  const looks = Object.keys(hosts).map((name) => ({
    hosts: [name] as const,
    answer: answers[name] ?? snapshot(),
  }));
  const state = async () => {
    isRead = true;
    return { deployment: { resources: recorded, pending_operations: [] } } as unknown as State;
  };
  const placed = { stacks: [on("one"), on("two")], servers: serving.map(on) };
  const found = await unreachableHosts(settings({ hosts, strict }), placed, looks, state, problems);
  return {
    unreachable: Object.fromEntries([...found].map(([name, { stacks }]) => [name, stacks])),
    stopping: problems.map(({ path }) => path.split(".").at(-2)),
    isRead,
  };
}

const nothing = { unreachable: {}, stopping: [], isRead: false };

test.each<[string, Parameters<typeof decided>, Awaited<ReturnType<typeof decided>>]>([
  ["all answer", [{}], nothing],
  ["an engine that refuses is not unreachable", [{ one: refusal }], nothing],
  [
    "one with a stack is unreachable: the run goes on",
    [{ one: noAnswer }],
    { ...nothing, unreachable: { one: ["one/web"] }, isRead: true },
  ],
  [
    "one without stacks is unreachable: the run goes on without a warning",
    [{ three: noAnswer }],
    { ...nothing, isRead: true },
  ],
  [
    "one that only the state names is unreachable",
    [{ four: noAnswer }],
    { ...nothing, unreachable: { four: [] }, isRead: true },
  ],
  [
    "one with a server is unreachable: it alone stops the run",
    [{ one: noAnswer, two: noAnswer }, { serving: ["two"] }],
    { unreachable: { two: [] }, stopping: ["two"], isRead: false },
  ],
  [
    "a strict stage stops for each that is used",
    [{ one: noAnswer, three: noAnswer }, { strict: true }],
    { unreachable: { one: [] }, stopping: ["one"], isRead: false },
  ],
  [
    "no host answers: those with stacks stop the run",
    [{ one: noAnswer, two: noAnswer, three: noAnswer, four: noAnswer }],
    { unreachable: { one: [], two: [] }, stopping: ["one", "two"], isRead: false },
  ],
])("hosts: %s", async (_, args, want) => {
  expect(await decided(...args)).toEqual(want);
});
