import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KINDS } from "./broken/kinds.ts";

const root = join(import.meta.dirname, "../../..");
const own = [join(root, "test/cases/compose"), join(root, "stacks/Local")];
const corpus = join(root, "../shared/corpus");
const bases = existsSync(corpus) ? [...own, corpus] : own;

/** Garbage goes early, so that what 500 files leave behind does not count for one. */
const thrifty = ["--max-old-space-size=96", "--max-semi-space-size=8"];

interface Line {
  readonly index: number;
  readonly kind: string;
  readonly outcome: "refused" | "planned" | "crashed";
  readonly lines: readonly string[];
  readonly stack: string;
  /** Of processor time. */
  readonly seconds: number;
}

test("500 broken files are refused with file and line, within a second and 256 MB", {
  timeout: 300_000,
}, () => {
  const child = join(import.meta.dirname, "broken/child.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [...thrifty, child, ...bases], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const lines = stdout.trim().split("\n");
  expect({ status, stderr, last: lines.at(-1) }).toEqual({
    status: 0,
    stderr: "",
    last: expect.stringMatching(/^\{"megabytes":\d+\}$/),
  });
  const found = lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
  const { megabytes } = JSON.parse(lines.at(-1) ?? "") as { megabytes: number };
  const ofKind = (kind: string) => found.filter((each) => each.kind === kind).length;
  console.log({ bases: bases.length, megabytes, slowest: Math.max(...found.map(({ seconds }) => seconds)) });

  expect(found.length).toBe(500);
  expect(Object.keys(KINDS).filter((kind) => ofKind(kind) < 50)).toEqual([]);
  expect(found.filter(({ outcome }) => outcome !== "refused")).toEqual([]);
  const form = /^stacks\/[^:]+:\d+:\d+: expected .+, found .+; .+$/s;
  expect(found.flatMap((each) => each.lines).filter((line) => !form.test(line))).toEqual([]);
  expect(found.filter(({ seconds }) => seconds >= 1)).toEqual([]);
  expect(megabytes).toBeLessThan(256);
});
