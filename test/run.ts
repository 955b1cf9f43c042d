/**
 * Runs every check and test, even after a failure. The last lines show the time of each part, the failures,
 * and the numbers of tests. Option: `--begun SECONDS`, the start of the set-up, as `date +%s` prints it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { compilerOptions, goVariables } from "../dev/toolchain/setup/go.ts";
import { type Count, checkCount, goCount, lastLines, partLines, sum, vitestCount } from "./count.ts";

const root = join(import.meta.dirname, "..");
const seconds = new Map<string, number>();

async function check(name: string, ...command: string[]): Promise<Count> {
  return checkCount(name, await run(name, command));
}

/** @param workers files at a time; more than processors, for tests wait for engines, servers and time limits */
async function vitest(folder: string, workers: number): Promise<Count> {
  const results = mkdtempSync(join(tmpdir(), "results-"));
  const file = join(results, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(folder, ["npx", "vitest", "run", folder, `--maxWorkers=${workers}`, ...reporters]);
  try {
    return vitestCount(folder, readFileSync(file, "utf8"), code, root);
  } catch {
    return checkCount(folder, code || 1);
  } finally {
    rmSync(results, { recursive: true });
  }
}

async function go(module: string): Promise<Count> {
  let events = "";
  const take = (chunk: string) => {
    events += chunk;
  };
  const command = ["go", "-C", module, "test", ...compilerOptions, "-json", "./..."];
  const code = await run(module, command, { env: goVariables, take });
  const { count, printed } = goCount(module, events, code);
  process.stdout.write(printed);
  return count;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Receives the command's output; default: it is shown. */
  readonly take?: (text: string) => void;
}

/** @returns the exit code */
async function run(
  name: string,
  [command = "", ...args]: string[],
  { env = {}, take }: RunOptions = {},
): Promise<number> {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", take ? "pipe" : "inherit", "inherit"],
  });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => take?.(text));
  const [code] = await once(child, "close");
  seconds.set(name, (performance.now() - start) / 1000);
  return code ?? 1;
}

/** Modules of this repository that have tests. */
function goModules(): string[] {
  const tests = globSync("dev/toolchain/**/*_test.go", { cwd: root });
  const modules = globSync("dev/toolchain/**/go.mod", { cwd: root }).map((file) => dirname(file));
  return modules.filter((module) => tests.some((file) => file.startsWith(`${module}/`)));
}

const { values } = parseArgs({ options: { begun: { type: "string" } } });
if (values.begun) seconds.set("set-up", Date.now() / 1000 - Number(values.begun));
const counts = [
  await check("format and lint", "npx", "biome", "ci", "."),
  await check("types", "npx", "tsc", "-p", "."),
  await vitest("test/unit", 3),
  await vitest("test/live", 4),
];
for (const module of goModules()) counts.push(await go(module));
const all = sum(counts);
console.log(["", ...partLines(seconds), "", ...lastLines(all)].join("\n"));
process.exitCode = all.failures.length === 0 ? 0 : 1;
