import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { run } from "../job/command.ts";
import { jobName } from "../job/pipeline.ts";
import type { JobPlan } from "./arguments.ts";
import type { Event } from "./events.ts";

const program = fileURLToPath(import.meta.resolve("gitlab-ci-local"));
const wrapper = join(import.meta.dirname, "docker.sh");

export interface LocalRun {
  /** A folder for gitlab-ci-local alone, which works in it. */
  readonly folder: string;
  /** The folder of the plan. */
  readonly planFolder: string;
  readonly plan: JobPlan;
  readonly pipeline: object;
  /** For the paths of projects. Its host is not used. */
  readonly projectDir: string;
  readonly network: string | undefined;
  readonly waitSeconds: number;
  readonly compileCache: string;
  readonly onEvent: (event: Event) => void;
  readonly signal: AbortSignal;
}

/** The folder into which gitlab-ci-local copies files out of the job's container. */
export function left(folder: string, what: "artifacts" | "cache"): string {
  return join(folder, ".gitlab-ci-local", what, ...(what === "artifacts" ? [jobName] : []));
}

/** Runs the pipeline with gitlab-ci-local. @returns its error, if it had one */
export async function runLocally(local: LocalRun): Promise<string> {
  const { folder, planFolder, plan, onEvent, signal } = local;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".gitlab-ci.yml"), JSON.stringify(local.pipeline));
  await run("git", ["init", "--quiet", folder]);
  const address = `http://gitlab.invalid${local.projectDir.replace(/^\/builds/, "")}.git`;
  await run("git", ["remote", "add", "gcl-origin", address], { cwd: folder });
  const server = createServer((socket) => {
    createInterface({ input: socket }).on("line", (line) => onEvent(JSON.parse(line) as Event));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(plan.channel, resolve));
  try {
    return await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...options(local)], {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
        env: {
          PATH: process.env.PATH,
          DOCKER_HOST: process.env.DOCKER_HOST,
          DOCKER_CONFIG: planFolder,
          HOME: planFolder,
          FORCE_COLOR: "0",
          NODE_COMPILE_CACHE: local.compileCache,
          NODE_NO_WARNINGS: "1",
          SMALLBOAT_RUNNER_JOB: planFolder,
        },
      });
      const words: Buffer[] = [];
      child.stderr.on("data", (piece: Buffer) => words.push(piece));
      // It cleans up by itself. Its left-overs are removed by label.
      signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
      if (signal.aborted) child.kill("SIGTERM");
      child.on("error", reject);
      child.on("close", () => resolve(complaint(Buffer.concat(words).toString())));
    });
  } finally {
    server.close();
  }
}

function options({ plan, network, waitSeconds }: LocalRun): string[] {
  return [
    ...[jobName, "--no-artifacts-to-source", "--no-json-schema-validation", "--pull-policy=always"],
    ...[`--container-executable=${wrapper}`, `--helper-image=${plan.helperImage}`],
    ...[`--wait-image=${plan.helperImage}`, `--wait-for-services-timeout=${waitSeconds}`],
    ...(network === undefined || network === "bridge" ? [] : [`--network=${network}`]),
  ];
}

/** The error, without command lines and stack traces of the program that printed it. */
function complaint(words: string): string {
  const lines = stripVTControlCharacters(words)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^at |^Using fallback|^fatal: ref |^parsing and downloads/.test(line));
  const command = lines.findLastIndex((line) => line.includes("Command failed with exit code"));
  return lines
    .slice(command + 1)
    .slice(-5)
    .join("\n");
}
