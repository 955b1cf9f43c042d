import { canonicalText } from "../../lib/compose/hash/content-hash.ts";
import { refuse } from "../../lib/problems/index.ts";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import { type Lock, lockFile } from "../../lib/releases/index.ts";
import { readStageLock, writeStageLock } from "../stage/lock.ts";

/**
 * Writes the lock of a stage with what a promotion adds. What others have written of other stacks meanwhile stays.
 * @param before the lock that the promotion has read
 * @param ids the stacks that it changes
 * @throws ProblemError if one of them has changed meanwhile
 */
export function writePromoted(
  stage: string,
  before: Lock,
  ids: readonly string[],
  promoted: (lock: Lock) => Lock,
): void {
  const now = readStageLock(stage);
  const entry = (lock: Lock, id: string) => canonicalText(ownEntry(lock.stacks, id) ?? null);
  const overtaken = ids.filter((id) => entry(before, id) !== entry(now, id));
  refuse(
    overtaken.map((id) => ({
      path: `${lockFile(stage)} stacks ${id}`,
      expected: "the entry that this promotion has read",
      found: "another one: somebody else promoted or deployed meanwhile",
      remedy: "look at it, then repeat make promote",
    })),
  );
  writeStageLock(stage, promoted(now));
}
