import { expect, test } from "vitest";
import { Board } from "../../../cli/watch/board.ts";
import { isConcerned } from "../../../cli/watch/concerned.ts";
import type { DockerEvent } from "../../../lib/docker/events.ts";
import type { Finding, RecordedThing, Thing } from "../../../lib/status/index.ts";

const address = "Local/web app";
const thing = (health: Thing["health"], state?: string): Thing => ({
  ...{
    address,
    place: "Local/web",
    host: "Local",
    kind: "container",
    name: "web-app-1",
    sync: "in sync",
    health,
  },
  ...(state !== undefined && { state }),
});
const finding = (field: string, text: string, more: Partial<Finding> = {}): Finding => ({
  ...{ id: `${field} ${text}`, address, place: "Local/web", host: "Local", field, sync: "drifted", text },
  ...{ cause: "by hand", remedy: "heal" },
  ...more,
});
const stopped = finding("state", "container stopped");

test("a difference is printed once when it appears, and once when it is gone", () => {
  const board = new Board();
  const look = (...findings: Finding[]) => board.note({ things: [thing("healthy")], findings });
  expect([look(), look(stopped), look(stopped), look(), look()]).toEqual([
    [],
    ["Local/web app: container stopped (by hand)"],
    [],
    ["Local/web app: right again (was: container stopped)"],
    [],
  ]);
});

test("a difference that turns into another of the same field is not right in between", () => {
  const board = new Board();
  board.note({ things: [thing("stopped")], findings: [stopped] });
  const failed = finding("state", "container stopped with exit code 1", { cause: "ended by itself" });
  expect(board.note({ things: [thing("stopped")], findings: [failed] })).toEqual([
    "Local/web app: container stopped with exit code 1 (ended by itself)",
  ]);
});

test("a container that was stopped and is removed is not right again until it is back", () => {
  const board = new Board();
  const removed = finding("existence", "container removed");
  const look = (health: Thing["health"], ...findings: Finding[]) =>
    board.note({ things: [thing(health)], findings });
  expect([look("stopped", stopped), look("missing", removed), look("healthy")]).toEqual([
    ["Local/web app: container stopped (by hand)"],
    ["Local/web app: container removed (by hand)"],
    ["Local/web app: right again (was: container removed)"],
  ]);
});

test("ignored findings and mere notices are not told", () => {
  const board = new Board();
  const quiet = [
    finding("memory", "m", { ignored: { reason: "known" } }),
    finding("x", "y", { sync: "reported" }),
  ];
  expect(board.note({ things: [thing("healthy")], findings: quiet })).toEqual([]);
});

test("a report shows the health of a thing if no finding shows it", () => {
  const board = new Board();
  const look = (health: Thing["health"], state?: string) =>
    board.note({ things: [thing(health, state)], findings: [] });
  expect(
    ["healthy", "starting", "unhealthy", "starting", "healthy"].map((each) => look(each as never, "s")),
  ).toEqual([[], [], ["Local/web app: unhealthy, s"], [], ["Local/web app: healthy again"]]);
});

test("an extra thing is right again once a look at it finds nothing", () => {
  const board = new Board();
  const extra = finding("existence", "not declared", {
    address: "Local/web extra volume v",
    extra: { kind: "volume", name: "v" },
  });
  board.note({ things: [], findings: [extra, stopped] });
  const extras = board.addresses((each) => each.extra?.name === "v");
  expect([extras, board.note({ things: [], findings: [], extras })]).toEqual([
    ["Local/web extra volume v"],
    ["Local/web extra volume v: right again (was: not declared)"],
  ]);
});

const recorded = (kind: string, name: string, id?: string, outputs: object = {}) =>
  ({ kind, name, resource: { id }, outputs }) as unknown as RecordedThing;
const event = (
  kind: DockerEvent["kind"],
  id: string,
  attributes: Record<string, string> = {},
): DockerEvent => ({
  ...{ kind, action: "any", id, attributes, time: 0 },
});
const web = recorded("container", "web", "c1");
const net = recorded("network", "net", "n1");
const data = recorded("volume", "data", "data");
const nginx = recorded("image", "nginx:1.26", "sha256:1nginx:1.26", { imageId: "sha256:1" });

test.each<[string, DockerEvent, readonly RecordedThing[]]>([
  ["its container", event("container", "c1"), [web]],
  ["a container of its name", event("container", "c2", { name: "web" }), [web]],
  ["a container that had its name", event("container", "c2", { name: "new", oldName: "/web" }), [web]],
  ["another container", event("container", "c2", { name: "other" }), []],
  ["a container that joins a network", event("network", "n1", { name: "net", container: "c1" }), [web]],
  ["a network", event("network", "n1", { name: "net" }), [net]],
  ["a network of its name", event("network", "n2", { name: "net" }), [net]],
  ["a volume", event("volume", "data"), [data]],
  ["another volume", event("volume", "web"), []],
  ["a tag", event("image", "sha256:2", { name: "docker.io/library/nginx:1.26" }), [nginx]],
  ["a tag that is removed", event("image", "sha256:1", { name: "sha256:1" }), [nginx]],
  ["a pull", event("image", "nginx:1.26", { name: "nginx" }), [nginx]],
  ["another image", event("image", "sha256:2", { name: "nginx:1.27" }), []],
])("an event of %s concerns only the things that it may have changed", (_, given, want) => {
  expect([web, net, data, nginx].filter((each) => isConcerned(given, each))).toEqual(want);
});
