/** Runs every check and test, whatever fails on the way; the last line counts them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Count, goCount, sum, vitestCount } from "./count.ts";

const root = join(import.meta.dirname, "..");

async function check(name: string, ...command: string[]): Promise<Count> {
  const passes = (await run(name, command)) === 0;
  return { passed: passes ? 1 : 0, failed: passes ? 0 : 1 };
}

/** @param workers files at a time: live tests mostly wait for others */
async function vitest(folder: string, workers: number): Promise<Count> {
  const results = mkdtempSync(join(tmpdir(), "results-"));
  const file = join(results, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(folder, ["npx", "vitest", "run", folder, `--maxWorkers=${workers}`, ...reporters]);
  try {
    return vitestCount(readFileSync(file, "utf8"), code);
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(results, { recursive: true });
  }
}

async function go(module: string): Promise<Count> {
  let events = "";
  const code = await run(module, ["go", "-C", module, "test", "-json", "./..."], (chunk) => {
    events += chunk;
  });
  const { count, failures } = goCount(events, code);
  process.stdout.write(failures);
  return count;
}

/** The exit code. What the command prints is shown, or taken. */
async function run(
  name: string,
  [command = "", ...args]: string[],
  take?: (text: string) => void,
): Promise<number> {
  console.log(`\n== ${name}`);
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", take ? "pipe" : "inherit", "inherit"] });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => take?.(text));
  const [code] = await once(child, "close");
  return code ?? 1;
}

/** Modules of this repository that have tests. */
function goModules(): string[] {
  const tests = globSync("toolchain/**/*_test.go", { cwd: root });
  const modules = globSync("toolchain/**/go.mod", { cwd: root }).map((file) => dirname(file));
  return modules.filter((module) => tests.some((file) => file.startsWith(`${module}/`)));
}

const counts = [
  await check("format and lint", "npx", "biome", "ci", "."),
  await check("types", "npx", "tsc", "-p", "."),
  await vitest("test/unit", 2),
  await vitest("test/live", 3),
];
for (const module of goModules()) counts.push(await go(module));
const { passed, failed } = sum(counts);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
