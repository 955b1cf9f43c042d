import { expect, test } from "vitest";
import {
  differences,
  emptyHistory,
  type History,
  historyOf,
  recorded,
  releaseDetails,
  releaseRows,
  releasesOf,
  rollbackTarget,
  runningStacks,
  withHistory,
} from "../../../lib/releases/index.ts";
import { types } from "../../../lib/state/index.ts";

const digest = (text: string) => `sha256:${text.padEnd(64, "0")}`;
const stack = (version: string, files = "f") => ({ files, images: { "app:1": { digest: digest(version) } } });
const at = "2026-11-26T10:00:00.000Z";
const change = { at, by: "jo" };
const from = (commit: string) => () => ({ commit });
const times = <Value>(count: number, work: (number: number) => Value) =>
  Array.from({ length: count }, (_, index) => work(index + 1));

/** A history after runs of these versions of the stack Local/web. */
function after(versions: readonly string[], before: History = emptyHistory): History {
  return versions.reduce(
    (history, each) => recorded(history, { "Local/web": stack(each) }, change, from(`c-${each}`)),
    before,
  );
}

test("only a change of images or files is a release", () => {
  const first = after(["1"]);
  expect(first.releases).toEqual([
    { number: 1, ...change, stacks: { "Local/web": { ...stack("1"), commit: "c-1" } }, gone: [] },
  ]);
  expect(after(["1"], first)).toBe(first);
  const files = recorded(first, { "Local/web": stack("1", "g") }, change, () => ({}));
  expect(files.releases.at(-1)).toEqual({
    number: 2,
    ...change,
    stacks: { "Local/web": stack("1", "g") },
    gone: [],
  });
  expect(recorded(first, {}, change, from("c")).releases.at(-1)).toMatchObject({
    number: 2,
    gone: ["Local/web"],
  });
});

test("ten changes are ten releases, each with its own change", () => {
  const history = after(times(10, String));
  expect(releaseRows(history).map((row) => [row[0], row[4], row[5]])).toEqual([
    ["RELEASE", "COMMIT", "WHAT CHANGED"],
    ["10", "c-10", "image app:1 900000000000 → 100000000000".replace("100000000000", "100000000000")],
    ...times(8, (n) => {
      const [is, was] = [`${10 - n}`, `${9 - n}`];
      return [is, `c-${is}`, `image app:1 ${was.padEnd(12, "0")} → ${is.padEnd(12, "0")}`];
    }),
    ["1", "c-1", "new"],
  ]);
  expect(releaseDetails(history, 2)).toEqual([
    "Release 2, 2026-11-26 10:00 by jo",
    "",
    "Local/web from commit c-2",
    "  image app:1 100000000000 → 200000000000",
  ]);
  expect(releaseDetails(history, 11)).toBeUndefined();
});

test("a run that was killed before it recorded anything is recorded by the next command, wherever it was killed", () => {
  const web = (version: string) => ({ "Local/web": stack(version) });
  const other = (version: string) => ({ "Local/other": stack(version) });
  const before = recorded(emptyHistory, { ...web("1"), ...other("1") }, change, from("c"));
  // What the state says after a kill: before the first container, between the two stacks, after both, after a second run.
  for (const [running, changed] of [
    [{ ...web("1"), ...other("1") }, undefined],
    [{ ...web("2"), ...other("1") }, web("2")],
    [{ ...web("1"), ...other("2") }, other("2")],
    [
      { ...web("2"), ...other("2") },
      { ...web("2"), ...other("2") },
    ],
    [web("2"), web("2")],
  ] as const) {
    const next = recorded(before, running, change, () => ({}));
    if (changed === undefined) expect(next).toBe(before);
    else expect(next.releases.slice(1)).toMatchObject([{ number: 2, stacks: changed }]);
    expect(recorded(next, running, change, from("d"))).toBe(next);
  }
});

test("the newest fifty are kept, and older ones that something still runs from", () => {
  const old = recorded(emptyHistory, { "Local/db": stack("db") }, change, from("c"));
  const history = times(60, String).reduce(
    (known, version) =>
      recorded(known, { "Local/db": stack("db"), "Local/web": stack(version) }, change, from("c")),
    old,
  );
  expect(history.releases.map(({ number }) => number)).toEqual([1, ...times(50, (n) => n + 11)]);
  expect(Object.keys(runningStacks(history))).toEqual(["Local/db", "Local/web"]);
});

test("a rollback leads to the release before, from a held one to that before it, or to a number", () => {
  const history = after(["1", "2", "3"]);
  const number = (history: History, to?: number) => rollbackTarget(history, "Local/web", to)?.release.number;
  expect(number(history)).toBe(2);
  expect(number(history, 1)).toBe(1);
  const more = recorded(history, { "Local/web": stack("3"), "Local/x": stack("1") }, change, from("c"));
  expect(number(more, 4)).toBe(3);
  expect(number(after(["1"]))).toBeUndefined();
  const hold = { ...stack("2"), commit: "c-2", release: 2, ...change };
  const held = { ...history, holds: { "Local/web": hold } };
  const back = recorded(held, { "Local/web": stack("2") }, change, from("today"));
  expect(releasesOf(back, "Local/web").at(-1)?.stack.commit).toBe("c-2");
  expect(number(back)).toBe(1);
  expect(releaseRows(back).filter((row) => row[5]?.endsWith("(held)"))).toHaveLength(1);
});

test("differences name images, tags and files", () => {
  const images = { "app:1": { digest: digest("1"), tag: "2" }, "new:1": { digest: digest("3") } };
  expect(
    differences(
      { ...stack("1"), images: { ...stack("1").images, "old:1": { digest: digest("4") } } },
      {
        files: "g",
        images,
      },
    ),
  ).toEqual([
    "image app:1 100000000000 → 100000000000 (tag 2)",
    "image new:1 300000000000",
    "without image old:1",
    "files",
  ]);
});

test("the history is the output of its own resource, and is written back there", () => {
  const urn = (name: string) => `urn:pulumi:prod::boat::${types.stash}::${name}`;
  const stash = (name: string, output: unknown) => ({
    urn: urn(name),
    type: types.stash,
    outputs: { input: "none", output },
  });
  const state = {
    deployment: { resources: [stash("owner", "id"), stash("releases", "none")], pending_operations: [] },
  };
  expect(historyOf(state.deployment)).toEqual(emptyHistory);
  const history = after(["1"]);
  const written = withHistory(state, history);
  expect(written?.deployment.resources).toEqual([stash("owner", "id"), stash("releases", history)]);
  expect(historyOf(written?.deployment ?? state.deployment)).toEqual(history);
  expect(withHistory({ deployment: { resources: [], pending_operations: [] } }, history)).toBeUndefined();
});
