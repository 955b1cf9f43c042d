import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { dirname, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { outputOf } from "./command.ts";
import { type Answer, companions, type MachineFacts, offersOf, planEngine } from "./engine.ts";
import { onPath } from "./files.ts";
import type { Activity, Step } from "./step.ts";

/** The engine's address, and how to start one there. */
export interface EnginePlace {
  /** Address in the form of DOCKER_HOST. */
  readonly address: string;
  /** The command line that starts an engine at that address. */
  readonly dockerd: readonly string[];
  /** File for the engine's output. */
  readonly logFile: string;
}

/** Seconds for a started engine to answer. */
const patience = 60;

export function dockerStep({ address, dockerd, logFile }: EnginePlace): Step {
  return {
    name: "Docker engine",
    seconds: 15,
    done: async () => (await ask(address)) === "answers",
    run: async (activity) => {
      const facts = { ...readFacts(), answer: await ask(address) };
      const plan = planEngine(facts);
      if (plan.kind === "refuse") throw new Error(plan.reason);
      if (plan.kind === "use") return;
      const asRoot = facts.mayInstall === "sudo" ? ["sudo"] : [];
      if (plan.install) await install(asRoot, activity);
      // Debian's package starts the engine itself if it can.
      if ((await ask(address)) === "answers") return;
      activity.say("starting");
      if (plan.by === "systemd") await run(activity, [...asRoot, "systemctl", "start", "docker"]);
      else await startDetached([...asRoot, ...dockerd], logFile, activity);
      const after = planEngine({ ...facts, answer: await waitForEngine(address) });
      if (after.kind === "refuse") throw new Error(after.reason);
      if (after.kind === "start") throw new Error(`The engine does not answer after ${patience} s.`);
    },
  };
}

function readFacts(): Omit<MachineFacts, "answer"> {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const systems = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = ""]) =>
    ids.split(" "),
  );
  const withoutRoot = onPath("sudo") ? "sudo" : "no";
  return {
    dockerHost: process.env.DOCKER_HOST,
    systems,
    mayInstall: process.getuid?.() === 0 ? "root" : withoutRoot,
    hasSystemd: existsSync("/run/systemd/system"),
    hasDockerd: onPath("dockerd") !== undefined,
  };
}

async function install(asRoot: readonly string[], activity: Activity): Promise<void> {
  const apt = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  activity.say("reading the package lists");
  await run(activity, [...apt, "update"]);
  activity.say("installing docker.io");
  const packages = ["docker.io", "iptables", ...companions(outputOf("apt-cache", offersOf) ?? "")];
  await run(activity, [...apt, "install", "--yes", "--no-install-recommends", ...packages]);
}

async function run(activity: Activity, [command = "", ...args]: readonly string[]): Promise<void> {
  await activity.run(command, args);
}

/** Starts an engine that goes on after set-up and its terminal have ended. Rejects if it ends within the first seconds. */
async function startDetached(
  [command = "", ...args]: readonly string[],
  logFile: string,
  activity: Activity,
): Promise<void> {
  activity.note(`Starting dockerd; its log is ${relative(process.cwd(), logFile)}.`);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const engine = spawn(command, args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  engine.unref();
  const ended = await Promise.race([once(engine, "exit"), sleep(3000)]);
  if (!ended) return;
  await activity.run("tail", ["-n", "10", logFile]);
  throw new Error("dockerd ended at once.");
}

async function waitForEngine(address: string): Promise<Answer> {
  for (const start = Date.now(); Date.now() - start < patience * 1000; await sleep(250)) {
    const answer = await ask(address);
    if (answer !== "unreachable") return answer;
  }
  return "unreachable";
}

/** Asks an engine. A socket is asked directly, other addresses (ssh, TLS) by Docker's client. */
function ask(address: string): Promise<Answer> {
  return address.startsWith("unix://") ? askSocket(address.slice("unix://".length)) : askByClient(address);
}

function askSocket(socketPath: string): Promise<Answer> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: "/_ping", timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? "answers" : "unreachable");
    });
    ping.on("timeout", () => ping.destroy(new Error("no answer")));
    ping.on("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(code === "EACCES" ? "forbidden" : "unreachable"),
    );
    ping.end();
  });
}

function askByClient(address: string): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { timeout: 10_000, env: { ...process.env, DOCKER_HOST: address } };
    execFile("docker", ["version"], options, (error) => resolve(error ? "unreachable" : "answers"));
  });
}
