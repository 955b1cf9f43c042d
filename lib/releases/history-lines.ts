import { ownEntry } from "../problems/own-entry.ts";
import { differences, type History, type Holds, runningStacks } from "./history.ts";

const header = ["RELEASE", "WHEN", "WHO", "STACK", "COMMIT", "WHAT CHANGED"];

/**
 * The rows of a table of releases, the newest first. A release that runs is marked, and one that a stack is held at.
 * @param stack the only one that is listed. Default: all are
 */
export function releaseRows(history: History, stack?: string): string[][] {
  const { releases } = history;
  const rows = releases.flatMap(({ number, at, by, stacks, gone }, index) => {
    const before = runningStacks({ ...history, releases: releases.slice(0, index) });
    const head = [String(number), when(at), by];
    const changed = Object.entries(stacks).map(([id, each]) => [
      ...[...head, id, each.commit?.slice(0, 8) ?? "", differences(ownEntry(before, id), each).join(", ")],
    ]);
    return [...changed, ...gone.map((id) => [...head, id, "", "gone"])];
  });
  const held = (row: readonly string[]) => String(ownEntry(history.holds, row[3] ?? "")?.release) === row[0];
  const listed = rows.filter((row) => stack === undefined || row[3] === stack).reverse();
  return [header, ...listed.map((row) => (held(row) ? [...row.slice(0, -1), `${row.at(-1)} (held)`] : row))];
}

/** What a release changed. Undefined if there is no such release. */
export function releaseDetails(history: History, number: number): string[] | undefined {
  const index = history.releases.findIndex((release) => release.number === number);
  const release = history.releases[index];
  if (!release) return undefined;
  const before = runningStacks({ ...history, releases: history.releases.slice(0, index) });
  return [
    `Release ${number}, ${when(release.at)} by ${release.by}`,
    ...Object.entries(release.stacks).flatMap(([id, stack]) => [
      "",
      `${id}${stack.commit ? ` from commit ${stack.commit}` : " from files that were not committed"}`,
      ...differences(ownEntry(before, id), stack).map((each) => `  ${each}`),
    ]),
    ...release.gone.flatMap((id) => ["", `${id} gone`]),
  ];
}

/** A line for each held stack, which tells how to let it go on. */
export function heldLines(stage: string, holds: Holds): string[] {
  return Object.entries(holds).map(
    ([id, { release, by, at }]) =>
      `stack ${id} is held at release ${release} (by ${by}, ${when(at)}): its files do not count; to go on: make release-hold STAGE=${stage} STACK=${id} OFF=1`,
  );
}

/** In UTC, to the minute. */
function when(at: string): string {
  return at.slice(0, 16).replace("T", " ");
}
