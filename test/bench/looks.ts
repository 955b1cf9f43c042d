/**
 * Measures looks at a stage whose containers are spread over three hosts over ssh: `make drift` against `tofu plan` of
 * the same stacks, `make status`, and how soon `make watch` shows a change. Needs root.
 *
 * Usage: `node test/bench/looks.ts [CONTAINERS [ROUNDS]]`, below `make env`; default 200 and 3.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cacheDir, stateDir } from "../../dev/toolchain/setup/places.ts";
import { programDir as bin } from "../../dev/toolchain/setup/program.ts";
import { runSteps } from "../../dev/toolchain/setup/step.ts";
import { importPause, pauseImage } from "../live/support/pause.ts";
import { type SshHost, SshHosts } from "../live/support/ssh-hosts.ts";
import type { Run } from "./contender.ts";
import { command, type Load, prepareStage, stageEnvironment } from "./contenders/pulumi.ts";
import { prepareTofu } from "./contenders/tofu.ts";
import { peerSteps } from "./peers.ts";
import { runner } from "./run.ts";
import { median } from "./statistics.ts";
import { formatTable } from "./table.ts";
import { makeWorkload } from "./workload.ts";

const [containers = 200, rounds = 3] = process.argv.slice(2).map(Number);
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => interruption.abort(new Error("Interrupted.")));
}

/** The same number of stacks on each host. @param block of addresses */
function loads(hosts: SshHosts, run: string, block: number): Load[] {
  return hosts.all.map(({ name }, index, { length }) => {
    const size = Math.floor((containers + index) / length);
    const workload = makeWorkload(`${run}${index}`, pauseImage, block, size);
    return { name, engine: `ssh://${name}`, workload };
  });
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Seconds from the command that stops a container until the watcher names it. */
async function untilShown(folder: string, env: NodeJS.ProcessEnv, host: SshHost, container: string) {
  const watch = spawn(process.execPath, [command("watch")], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
    // It says that it follows the hosts before it shows anything.
    await lines.next();
    return await seconds(async () => {
      await host.docker("kill", container);
      for (let line = await lines.next(); !line.value?.includes(container); line = await lines.next())
        if (line.done) throw new Error("make watch has ended.");
    });
  } finally {
    watch.kill();
    await host.docker("start", container);
  }
}

async function measure(hosts: SshHosts, folder: string): Promise<Record<string, number[]>> {
  const run: Run = (name, args, { cwd, env }) =>
    runner(interruption.signal)(name, args, { cwd, env: { ...env, PATH: hosts.path } });
  const [own, theirs] = ["stage", "tofu"].map((name) => join(folder, name)) as [string, string];
  for (const each of [own, theirs]) mkdirSync(each);
  const stacks = loads(hosts, "s", 0);
  const stage = await prepareStage(own, stacks, run);
  const tofu = prepareTofu({ folder: theirs, bin, run, flags: [] }, loads(hosts, "t", 16));
  const env = { ...process.env, ...stageEnvironment(own), PATH: hosts.path };
  await stage.up();
  await tofu.up();
  const times: Record<string, number[]> = { drift: [], "tofu plan": [], status: [], watch: [] };
  for (let round = 1; round <= rounds; round++) {
    interruption.signal.throwIfAborted();
    times.drift?.push(await seconds(stage.drift));
    times["tofu plan"]?.push(await seconds(tofu.drift));
    times.status?.push(await seconds(() => run(process.execPath, [command("status")], { cwd: own, env })));
    const [host, stack] = [hosts.all[round % 3], stacks[round % 3]?.workload.stacks[0]];
    if (host && stack) times.watch?.push(await untilShown(own, env, host, stack.name));
  }
  return times;
}

const hosts = new SshHosts();
const folder = mkdtempSync(join(tmpdir(), "smallboat-looks-"));
try {
  if (!(await runSteps(peerSteps(), { stateDir, cacheDir, out: process.stderr })))
    throw new Error("A peer is missing.");
  await hosts.start("one", "two", "three");
  await importPause(hosts);
  console.log(`Load before: ${loadavg()[0]?.toFixed(1)}. ${containers} containers, ${rounds} rounds.`);
  const times = await measure(hosts, folder);
  const rows = Object.entries(times).map(([name, all]) => [
    name,
    `${median(all)?.toFixed(2)} s`,
    all.map((each) => each.toFixed(2)).join(", "),
  ]);
  console.log(formatTable([["", "median", "all"], ...rows]));
  const ratio = (median(times.drift ?? []) ?? 0) / (median(times["tofu plan"] ?? []) ?? 1);
  console.log(`drift / tofu plan: ${ratio.toFixed(2)} (goal: 0.4). Load after: ${loadavg()[0]?.toFixed(1)}.`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await hosts.stop();
  rmSync(folder, { recursive: true });
}
