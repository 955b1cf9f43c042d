/**
 * Measures how time, processor time, memory and state of smallboat grow with the number of services: stacks of one network
 * and one container each, spread over hosts over ssh. Needs root.
 *
 * Usage: `node test/bench/scale.ts [--hosts N] [--keep] [SERVICES ...]`, below `make env`; default 3 hosts, 100 and 400
 * services. `--keep` leaves out the destroy: the hosts' engines are emptied instead.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cacheDir, stateDir } from "../../dev/toolchain/setup/places.ts";
import { programStep } from "../../dev/toolchain/setup/program.ts";
import { runSteps } from "../../dev/toolchain/setup/step.ts";
import { pause } from "../../dev/toolchain/tests/programs.ts";
import { importPause, pauseImage } from "../live/support/pause.ts";
import { SshHosts } from "../live/support/ssh-hosts.ts";
import { command, prepareStage, stageEnvironment, stateFile } from "./contenders/pulumi.ts";
import { type Cost, costing } from "./cost.ts";
import { runner } from "./run.ts";
import { makeWorkload } from "./workload.ts";

const { values, positionals } = parseArgs({
  options: { hosts: { type: "string", default: "3" }, keep: { type: "boolean", default: false } },
  allowPositionals: true,
});
const names = Array.from({ length: Number(values.hosts) }, (_, index) => `host${index + 1}`);
const sizes = positionals.length > 0 ? positionals.map(Number) : [100, 400];
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => interruption.abort(new Error("Interrupted.")));
}

/** One stage from nothing, and back to nothing unless it is kept. */
async function measure(hosts: SshHosts, services: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-scale-"));
  const costs: Cost[] = [];
  const run = runner(interruption.signal);
  const here: typeof run = (program, args, { cwd, env }) =>
    run(program, args, { cwd, env: { ...env, PATH: hosts.path } });
  const costed = costing(here, join(folder, "cost.json"), (cost) => void costs.push(cost));
  try {
    const loads = hosts.all.map(({ name }, index) => ({
      name,
      engine: `ssh://${name}`,
      workload: makeWorkload(
        randomBytes(3).toString("hex"),
        pauseImage,
        0,
        Math.floor((services + index) / names.length),
      ),
    }));
    const actions = await prepareStage(folder, loads, costed);
    const preview = () =>
      costed(process.execPath, [command("preview")], { cwd: folder, env: stageEnvironment(folder) });
    const { up, unchanged, drift, destroy } = actions;
    for (const [phase, act] of Object.entries({ up, unchanged, preview, drift, destroy })) {
      if (phase === "destroy" && values.keep) continue;
      await act();
      console.log(line(services, phase, costs.at(-1) as Cost, statSync(stateFile(folder, "smallboat")).size));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line(services: number, phase: string, { seconds, processor, memory }: Cost, state: number): string {
  const cells = [seconds, processor].map((value) => `${value.toFixed(1)} s`.padStart(9));
  return [
    String(services).padStart(8),
    phase.padEnd(9),
    ...cells,
    `${memory.toFixed(0)} MiB`.padStart(9),
    `${(state / 1e6).toFixed(1)} MB`.padStart(9),
  ].join(" ");
}

const hosts = new SshHosts();
try {
  if (!(await runSteps([programStep(pause)], { stateDir, cacheDir, out: process.stderr })))
    throw new Error("The image of the stacks could not be built.");
  await hosts.start(...names);
  await importPause(hosts);
  console.log("services phase          time processor    memory     state");
  for (const services of sizes) {
    await measure(hosts, services);
    if (!values.keep) continue;
    await Promise.all(hosts.all.map((host) => host.empty()));
    await importPause(hosts);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await hosts.stop();
}
