import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diskFiles } from "../../../compose/files.ts";
import { type Files, loadStack, planStack } from "../../../compose/index.ts";
import { ProblemError } from "../../../problems/index.ts";

const root = join(import.meta.dirname, "../../cases/compose");

/** Numbers from 0 to 1, the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const random = randomNumbers(6);
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;

const VALUES = [
  "[]",
  "{}",
  "5",
  "-1",
  "1.5",
  "true",
  "null",
  "~",
  "''",
  "[[1]]",
  "{a: {b: c}}",
  "99999999999",
  "*x",
  "&a [*a]",
  "!reset",
  "!override 5",
  "$".concat("{A"),
  "$$",
  "!!int x",
];
const ITEMS = [
  "[]",
  "5",
  "null",
  "{a: b}",
  "::::",
  "a:b:c:d",
  "''",
  "-",
  "{target: 1}",
  "{type: bind}",
  "{source: }",
];
const KEYS = ["x", "extends", "include", "networks", "services", "build", "ports", "volumes", "deploy"];

/** Ways in which a file goes wrong under a person's hands. */
const MUTATIONS: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, below(text.length)),
  (text) =>
    text
      .slice(0, below(text.length))
      .concat(pick(["\0", "\t", "{", "]", ":", "#", "|", "'", '"', "\u{1f600}"]), text),
  onLine((line) => ` ${line}`),
  onLine(() => ""),
  onLine((line) => line.replace(/:.*/, () => `: ${pick(VALUES)}`)),
  onLine((line) => line.replace(/- .*/, () => `- ${pick(ITEMS)}`)),
  onLine((line) => line.replace(/([a-z_]+):/, () => `${pick(KEYS)}:`)),
];

function onLine(change: (line: string) => string): (text: string) => string {
  return (text) => {
    const lines = text.split("\n");
    const index = below(lines.length);
    return lines.with(index, change(lines[index] ?? "")).join("\n");
  };
}

test("500 broken files give a plan or lines with a place, each within a second of work", () => {
  const counts = { planned: 0, refused: 0 };
  for (let count = 0; count < 500; count++) {
    const dir = join(root, pick(readdirSync(root)));
    const path = join(dir, "compose.yaml");
    const text = pick(MUTATIONS)(pick(MUTATIONS)(readFileSync(path, "utf8")));
    const files: Files = {
      ...diskFiles,
      read: (each) => (each === path ? Buffer.from(text) : diskFiles.read(each)),
    };
    const before = process.cpuUsage();
    try {
      planStack(loadStack({ dir, label: "stacks/Local/broken", values: {} }, files), {
        stage: "dev",
        host: "Local",
      });
      counts.planned++;
    } catch (thrown) {
      if (!(thrown instanceof ProblemError)) throw new Error(`a crash on:\n${text}`, { cause: thrown });
      counts.refused++;
      for (const { path } of thrown.problems) expect(path).toMatch(/^stacks\/.*:\d+:\d+$/);
    }
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(1_000_000);
  }
  expect(counts.planned + counts.refused).toBe(500);
  expect(counts.refused).toBeGreaterThan(200);
}, 60_000);
