import { expect, test } from "vitest";
import { type EngineEvent, type Resource, type State, withEarlierRecords } from "../../../lib/state/index.ts";

const provider: Resource = { urn: "a::b::docker::p", type: "pulumi:providers:docker", custom: true, id: "1" };
const stack: Resource = { urn: "a::b::stack::s", type: "smallboat:index:HostStack" };

function resource(name: string, memory: number, ...dependencies: string[]): Resource {
  return {
    ...{ urn: `a::b::container::${name}`, type: "docker:index/container:Container", custom: true, id: name },
    ...{ parent: stack.urn, provider: `${provider.urn}::1`, dependencies },
    ...{ inputs: { memory }, outputs: { memory } },
  };
}
const urnOf = (name: string) => resource(name, 0).urn;

function state(...resources: Resource[]): State {
  return { deployment: { resources: [provider, stack, ...resources], pending_operations: [] } };
}

/** The events of a step: it begins, and it ends or fails. */
function step(op: string, name: string, end: "done" | "failed" | "open" = "done"): EngineEvent[] {
  const metadata = { op, urn: urnOf(name), type: "docker:index/container:Container" };
  // The end of a look is named after what the look has found.
  const found = { ...metadata, op: op === "refresh" ? "update" : op };
  return [
    { resourcePreEvent: { metadata } },
    ...(end === "done" ? [{ resOutputsEvent: { metadata: found } }] : []),
    ...(end === "failed" ? [{ resOpFailedEvent: { metadata } }] : []),
  ];
}

/** The resources of a stage with web and db after a run, of which web was read again. */
function after(now: State, ...events: EngineEvent[][]): readonly Resource[] | undefined {
  const before = state(resource("db", 64), resource("web", 64, urnOf("db")));
  const found = withEarlierRecords(now, before, [...step("refresh", "web"), ...events.flat()]);
  return found?.deployment.resources.slice(2);
}
const db = resource("db", 64);
const web = resource("web", 64, db.urn);
const readWeb = resource("web", 96, db.urn);

test.each<[string, EngineEvent[][]]>([
  ["did not reach it", []],
  ["changed others", [step("update", "db")]],
  ["failed to change it", [step("update", "web", "failed")]],
  ["broke off while it changed it", [step("update", "web", "open")]],
])("a resource that was read gets its earlier record back if the run %s", (_, events) => {
  expect(after(state(resource("db", 32), readWeb), ...events)).toEqual([resource("db", 32), web]);
});

test.each(["update", "same", "delete-replaced"])(
  "a resource with a completed step keeps its new record: %s",
  (op) => {
    expect(after(state(db, readWeb), step(op, "web"))).toBeUndefined();
  },
);

test("a resource that is gone is recorded again behind what it needs, and those that need it refer to it again", () => {
  const proxy = resource("proxy", 8, web.urn);
  const before = state(db, web, proxy);
  const stripped = { ...proxy, dependencies: [] };
  const found = withEarlierRecords(state(stripped, db), before, step("refresh", "web"));
  expect(found?.deployment.resources.slice(2)).toEqual([db, web, proxy]);
});

test("a resource that the run has made again under its name keeps its new record", () => {
  const remade = { ...readWeb, id: "another" };
  expect(after(state(db, remade))).toEqual([db, remade]);
});

test("an old resource that waits for its deletion keeps its record", () => {
  const old = { ...readWeb, delete: true };
  expect(after(state(db, readWeb, old))).toEqual([db, web, old]);
});

test("a record whose provider was replaced stays as it was read", () => {
  const { deployment } = state(db, readWeb);
  const [, ...rest] = deployment.resources;
  const now = { deployment: { ...deployment, resources: [{ ...provider, id: "2" }, ...rest] } };
  expect(withEarlierRecords(now, state(db, web), step("refresh", "web"))).toBeUndefined();
});
