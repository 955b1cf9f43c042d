/**
 * Reads 500 broken files one after another, and prints a JSON line for each; the last one says how much memory the
 * process has taken at most. Arguments: folders of whole stacks to break.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diskFileSystem } from "../../../../lib/compose/file-system.ts";
import { type FileSystem, loadStack, planStack } from "../../../../lib/compose/index.ts";
import { ProblemError } from "../../../../lib/problems/index.ts";
import { type Broken, KINDS } from "./kinds.ts";
import { randomFrom } from "./random.ts";

const COUNT = 500;
/** What is broken may be whole by chance; then it is broken again. */
const ATTEMPTS = 40;

const random = randomFrom(6);
const stacks = process.argv.slice(2).flatMap((folder) =>
  readdirSync(folder).flatMap((name) => {
    const dir = join(folder, name);
    return diskFileSystem.kind(join(dir, "compose.yaml")) === "file" ? [dir] : [];
  }),
);
const kinds = Object.keys(KINDS);

for (let index = 0; index < COUNT; index++) {
  const kind = kinds[index % kinds.length] ?? "";
  let line = broken(kind);
  for (let again = 1; again < ATTEMPTS && line.outcome === "planned"; again++) line = broken(kind);
  console.log(JSON.stringify({ index, kind, ...line }));
}
console.log(JSON.stringify({ megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));

function broken(kind: string) {
  const dir = random.pick(stacks);
  const text = readFileSync(join(dir, "compose.yaml"), "utf8");
  const files = overlay(dir, KINDS[kind]?.(text, random) ?? {});
  const before = process.cpuUsage();
  const said = outcome(dir, files);
  const { user, system } = process.cpuUsage(before);
  return { ...said, stack: dir, seconds: (user + system) / 1e6 };
}

function outcome(dir: string, files: FileSystem): { outcome: string; lines: readonly string[] } {
  const source = { dir, label: "stacks/Local/broken", values: {} };
  try {
    planStack(loadStack(source, files), { stage: "dev", host: "Local" });
    return { outcome: "planned", lines: [] };
  } catch (thrown) {
    if (thrown instanceof ProblemError) return { outcome: "refused", lines: thrown.message.split("\n") };
    return { outcome: "crashed", lines: [String(thrown instanceof Error ? thrown.stack : thrown)] };
  }
}

function overlay(dir: string, changed: Broken): FileSystem {
  const at = new Map(Object.entries(changed).map(([name, content]) => [join(dir, name), content]));
  return {
    ...diskFileSystem,
    kind: (path) => (at.has(path) ? "file" : diskFileSystem.kind(path)),
    read: (path) => (at.has(path) ? Buffer.from(at.get(path) ?? "") : diskFileSystem.read(path)),
  };
}
