import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { FileTexts } from "../../lib/changes/index.ts";
// Not from the room's index.ts: it loads the reader of compose files, which would slow the start of each command.
import { gitHash } from "../../lib/compose/hash/file-hashes.ts";

/** The texts of files of this folder, and what its git keeps of them. */
export const repositoryTexts: FileTexts = {
  now(path, hash) {
    const content = orNothing(() => readFileSync(path));
    return content && gitHash(content) === hash ? content : undefined;
  },
  before: (hash) => orNothing(() => Buffer.from(execFileSync("git", ["cat-file", "blob", hash], quietly))),
};

const quietly: ExecFileSyncOptions = { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 24 };

/** It is gone, was never committed, or this is no repository. */
function orNothing<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
