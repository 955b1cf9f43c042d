/**
 * Takes the place of docker for gitlab-ci-local. It adds the options of the runner's config.toml, keeps
 * variables out of process arguments, and passes the job's output to the runner unchanged.
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { run } from "../job/command.ts";
import { type JobPlan, rewrite } from "./arguments.ts";
import type { Event } from "./events.ts";
import { script } from "./script.ts";

/** The variable that names the folder of the plan. */
const folder = process.env.SMALLBOAT_RUNNER_JOB ?? "";
const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as JobPlan;
const args = process.argv.slice(2);
const [command = ""] = args;
try {
  if (command === "pull") await pull(args[1] ?? "");
  else if (command === "cp") await copy(args[1] ?? "", args[2] ?? "");
  else if (command === "start") process.exitCode = await attach();
  else await docker(rewrite(args, plan), longValues());
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** The image's own policies are tried in turn. The helper image exists, since the runner itself needs it. */
async function pull(image: string): Promise<void> {
  if (image === plan.helperImage) return;
  const policies = plan.pulls[image] ?? plan.pulls["*"] ?? ["always"];
  let reason = "";
  for (const policy of policies) {
    try {
      const isThere =
        policy !== "always" && (await run("docker", ["image", "inspect", image]).catch(() => ""));
      if (isThere) return tell({ type: "pull", image, how: "found on this machine" });
      if (policy === "never") throw new Error("not on this machine, and the pull policy is never");
      await run("docker", ["pull", "--quiet", image]);
      return tell({ type: "pull", image, how: "pulled" });
    } catch (error) {
      reason = (error as Error).message.replace(/^Error response from daemon: /, "");
    }
  }
  tell({ type: "pull-failed", image, reason });
  throw new Error(`${image}: ${reason}`);
}

/** Sources and files come from the job's own folders. Scripts are adapted before they are copied. */
async function copy(from: string, to: string): Promise<void> {
  const [container = "", path = ""] = to.split(":");
  if (path === plan.projectDir && from.endsWith("/builds/.docker/.")) {
    await docker(["cp", `${plan.sources}/.`, to]);
    await docker(["cp", `${plan.files}/.`, `${container}:${plan.filesAt}`]);
    return;
  }
  if (path !== "/gcl-cmd") return docker(args);
  const adapted = join(folder, "script");
  const status = /^export CI_JOB_STATUS=(\w+)$/m.exec(readFileSync(from, "utf8"))?.[1];
  const said = status && status !== "success" ? readFileSync(join(folder, "status"), "utf8") : status;
  writeFileSync(adapted, script(readFileSync(from, "utf8"), said), { mode: 0o755 });
  await docker(["cp", adapted, to]);
}

/** The script itself: its output goes to the runner and nowhere else. */
function attach(): Promise<number> {
  const socket = connect(plan.channel);
  const say = (event: Event) => socket.write(`${JSON.stringify(event)}\n`);
  say({ type: "begin" });
  // One pipe for both outputs keeps their order.
  const child = spawn("sh", ["-c", 'exec docker "$@" 2>&1', "sh", ...args], {
    stdio: ["inherit", "pipe", "ignore"],
  });
  child.stdout.on("data", (piece: Buffer) => {
    if (!say({ type: "output", base64: piece.toString("base64") })) waitFor(socket, child.stdout);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const exitCode = code ?? 1;
      say({ type: "end", exitCode });
      socket.end(() => resolve(exitCode));
    });
  });
}

function waitFor(socket: Socket, stream: NodeJS.ReadableStream): void {
  stream.pause();
  socket.once("drain", () => stream.resume());
}

function tell(event: Event): void {
  connect(plan.channel).end(`${JSON.stringify(event)}\n`);
}

/** Ends this program where docker fails. */
function docker(args: readonly string[], env = process.env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { stdio: "inherit", env });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : process.exit(code ?? 1)));
  });
}

/** Values that an environment file cannot hold. Variables that docker itself reads keep their values. */
function longValues(): NodeJS.ProcessEnv {
  const values = Object.assign({}, ...Object.values(plan.environments).map(({ long }) => long));
  return { ...values, ...process.env };
}
