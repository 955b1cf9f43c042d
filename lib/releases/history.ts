import { ownEntry } from "../problems/own-entry.ts";
import type { LockedStack } from "./lock.ts";
import type { Running } from "./running.ts";

/** What a stage ran, and which of its stacks are held. The state keeps it, so all operators see the same. */
export interface History {
  /** The newest comes last. */
  readonly releases: readonly Release[];
  readonly holds: Holds;
  /** The number of the last release that GitLab knows. Undefined if it knows none. */
  readonly told?: number;
}

/** A change of what runs. It has a number that no other release of the stage has. */
export interface Release {
  readonly number: number;
  /** When it was recorded, in ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** The stacks that changed, as they ran from then on. */
  readonly stacks: Readonly<Record<string, ReleasedStack>>;
  /** The stacks that no longer ran. */
  readonly gone: readonly string[];
}

export interface ReleasedStack extends LockedStack, Origin {}

/** Where a stack's files came from. */
export interface Origin {
  /** Undefined outside of git, and for files that were never committed. */
  readonly commit?: string;
}

/** A stack that stays at a release. */
export interface Hold extends ReleasedStack {
  readonly release: number;
  readonly at: string;
  readonly by: string;
}

/** By `<host>/<stack>`. */
export type Holds = Readonly<Record<string, Hold>>;

/** The place of the checkouts for a stage's held stacks in the repository. Each has the name of its commit. */
export function heldFolder(stage: string): string {
  return `.held/${stage}`;
}

export const emptyHistory: History = { releases: [], holds: {} };

/** Who changes a stage, and when. */
export interface Change {
  readonly at: string;
  readonly by: string;
}

/** The number of the newest releases that are kept. */
const kept = 50;

/**
 * The history with a release for what differs from the last one. It compares with what the state says that runs, so it also
 * records what a run has changed that was killed before its end.
 * @param originOf where the files of a stack come from now
 * @returns the same history if nothing differs
 */
export function recorded(
  history: History,
  running: Running,
  change: Change,
  originOf: (stack: string) => Origin,
): History {
  const before = runningStacks(history);
  const changed = Object.entries(running)
    .filter(([id, stack]) => !isSame(ownEntry(before, id), stack))
    .map(([id, stack]): [string, ReleasedStack] => [
      id,
      { ...stack, ...(ownEntry(history.holds, id) ? heldOrigin(history, id) : originOf(id)) },
    ]);
  const gone = Object.keys(before).filter((id) => !Object.hasOwn(running, id));
  if (changed.length === 0 && gone.length === 0) return history;
  const number = (history.releases.at(-1)?.number ?? 0) + 1;
  const release = { number, ...change, stacks: Object.fromEntries(changed), gone };
  return { ...history, releases: worthKeeping([...history.releases, release]) };
}

function heldOrigin({ holds }: History, id: string): Origin {
  const { commit } = ownEntry(holds, id) ?? {};
  return commit === undefined ? {} : { commit };
}

/** The stacks as the last release of each left them. */
export function runningStacks({ releases }: History): Readonly<Record<string, ReleasedStack>> {
  const stacks = new Map<string, ReleasedStack>();
  for (const { stacks: changed, gone } of releases) {
    for (const [id, stack] of Object.entries(changed)) stacks.set(id, stack);
    for (const id of gone) stacks.delete(id);
  }
  return Object.fromEntries(stacks);
}

/** The newest fifty, and older ones that something still runs from. */
function worthKeeping(releases: readonly Release[]): Release[] {
  const newest = new Map(
    releases.flatMap(({ number, stacks }) => Object.keys(stacks).map((id) => [id, number])),
  );
  const inUse = new Set(newest.values());
  return releases.filter(({ number }, index) => index >= releases.length - kept || inUse.has(number));
}

/** A stack in a release. */
export interface StackRelease {
  readonly release: Release;
  readonly stack: ReleasedStack;
}

/** The releases that changed a stack; the newest comes last. */
export function releasesOf({ releases }: History, id: string): StackRelease[] {
  return releases.flatMap((release) => {
    const stack = ownEntry(release.stacks, id);
    return stack ? [{ release, stack }] : [];
  });
}

/** A stack that still runs an image. */
export interface User {
  readonly stack: string;
  /** The last release that changed it. */
  readonly release: number;
}

/** The first stack that runs an image with this digest. */
export function userOf(history: History, digest: string): User | undefined {
  const runs = Object.entries(runningStacks(history)).find(([, { images }]) =>
    Object.values(images).some((each) => each.digest === digest),
  );
  const stack = runs?.[0];
  const last = stack === undefined ? undefined : releasesOf(history, stack).at(-1);
  return stack !== undefined && last ? { stack, release: last.release.number } : undefined;
}

/**
 * Where a rollback of a stack leads: to the release before the one that runs, or to that of a number.
 * @param number names the state of the stack at that release, also if the release changed other stacks
 */
export function rollbackTarget(history: History, id: string, number?: number): StackRelease | undefined {
  const all = releasesOf(history, id);
  if (number !== undefined) return all.findLast(({ release }) => release.number <= number);
  const runs = ownEntry(history.holds, id)?.release ?? all.at(-1)?.release.number ?? 0;
  return all.findLast(({ release }) => release.number < runs);
}

/** True if both run the same images with the same files. */
export function isSame(a: LockedStack | undefined, b: LockedStack | undefined): boolean {
  if (!a || !b) return a === b;
  return a.files === b.files && differences(a, b).length === 0;
}

/** What differs between two releases of a stack, a text each. */
export function differences(before: LockedStack | undefined, after: LockedStack): string[] {
  if (!before) return ["new"];
  const names = [...new Set([...Object.keys(before.images), ...Object.keys(after.images)])].sort();
  const images = names.flatMap((name) => {
    const [was, is] = [ownEntry(before.images, name), ownEntry(after.images, name)];
    if (was?.digest === is?.digest && was?.tag === is?.tag) return [];
    if (!was) return [`image ${name} ${short(is?.digest)}`];
    if (!is) return [`without image ${name}`];
    const tag = is.tag === was.tag ? "" : ` (tag ${is.tag ?? "of its file"})`;
    return [`image ${name} ${short(was.digest)} → ${short(is.digest)}${tag}`];
  });
  return before.files === after.files ? images : [...images, "files"];
}

function short(digest = ""): string {
  return digest.slice("sha256:".length, "sha256:".length + 12);
}
