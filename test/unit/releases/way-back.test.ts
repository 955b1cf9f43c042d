import { expect, test } from "vitest";
import {
  emptyHistory,
  type History,
  recorded,
  releaseOfCommit,
  runningCommits,
  untold,
  wayBack,
} from "../../../lib/releases/index.ts";

const change = { at: "2026-11-26T10:00:00.000Z", by: "jo" };
const [web, db, cache] = ["Local/web", "Local/db", "Local/cache"];

/** The history after runs, each from a commit, that left these versions of stacks. */
function after(...runs: readonly (readonly [string, Readonly<Record<string, string>>])[]): History {
  return runs.reduce((history, [commit, versions]) => {
    const running = Object.entries(versions).map(([id, files]) => [id, { files, images: {} }] as const);
    return recorded(history, Object.fromEntries(running), change, () => ({ commit }));
  }, emptyHistory);
}

/** A rollback of web to release 1, whose commit is `a`. */
const history = after(
  ["a", { [web]: "1", [db]: "1" }],
  ["a", { [web]: "1", [db]: "2" }],
  ["b", { [web]: "2", [db]: "3" }],
  ["a", { [web]: "1", [db]: "3" }],
);

test("the release of a commit is what its run ended with, and not a later rollback to it", () => {
  expect(["a", "b", "c"].map((commit) => releaseOfCommit(history, commit))).toEqual([2, 3, undefined]);
  expect(releaseOfCommit(after(["a", { [web]: "1" }]), "a")).toBe(1);
  expect(runningCommits(history)).toEqual(["b", "a"].sort());
});

test("the way back changes what differs, and names what it leaves", () => {
  expect(wayBack(history, 2)).toEqual({ changed: [db], added: [], gone: [] });
  expect(wayBack(history, 3)).toEqual({ changed: [web], added: [], gone: [] });
  expect(wayBack(history, 4)).toEqual({ changed: [], added: [], gone: [] });
  const later = recorded(
    history,
    { [web]: { files: "4", images: {} }, [cache]: { files: "1", images: {} } },
    change,
    () => ({ commit: "c" }),
  );
  expect(wayBack(later, 2)).toEqual({ changed: [web], added: [cache], gone: [db] });
});

test("GitLab is told each release that it does not know, and at first what runs", () => {
  expect(untold(emptyHistory)).toEqual([]);
  expect(untold(history)).toEqual([{ number: 4, deployed: { [web]: "a", [db]: "b" }, gone: [] }]);
  expect(untold({ ...history, told: 2 })).toEqual([
    { number: 3, deployed: { [web]: "b", [db]: "b" }, gone: [] },
    { number: 4, deployed: { [web]: "a" }, gone: [] },
  ]);
  expect(untold({ ...history, told: 4 })).toEqual([]);
});

test("a stack without a commit is not told, and one that is gone is", () => {
  const uncommitted = recorded(history, { [web]: { files: "9", images: {} } }, change, () => ({}));
  expect(untold({ ...uncommitted, told: 4 })).toEqual([{ number: 5, deployed: {}, gone: [db] }]);
});
