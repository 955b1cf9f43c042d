/**
 * Measures how time, processor time and memory of smallboat grow with the number of services: stacks of one network
 * and one container each, spread over three hosts over ssh. Needs root.
 *
 * Usage: `node test/bench/scale.ts [SERVICES ...]`, below `make env`; default 100 and 400.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDir, stateDir } from "../../dev/toolchain/setup/places.ts";
import { programStep } from "../../dev/toolchain/setup/program.ts";
import { runSteps } from "../../dev/toolchain/setup/step.ts";
import { pause } from "../../dev/toolchain/tests/programs.ts";
import { importPause, pauseImage } from "../live/support/pause.ts";
import { SshHosts } from "../live/support/ssh-hosts.ts";
import { type Phase, phases } from "./contender.ts";
import { prepareStage } from "./contenders/pulumi.ts";
import { type Cost, costing } from "./cost.ts";
import { runner } from "./run.ts";
import { makeWorkload } from "./workload.ts";

const names = ["one", "two", "three"];
const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [100, 400];
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => interruption.abort(new Error("Interrupted.")));
}

/** Up to destroy of one stage, from nothing to nothing. */
async function measure(hosts: SshHosts, services: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-scale-"));
  const costs: Cost[] = [];
  const run = runner(interruption.signal);
  const here: typeof run = (command, args, { cwd, env }) =>
    run(command, args, { cwd, env: { ...env, PATH: hosts.path } });
  const take = (cost: Cost) => void costs.push(cost);
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
    const actions = await prepareStage(folder, loads, costing(here, join(folder, "cost.json"), take));
    costs.length = 0;
    for (const phase of phases) {
      await actions[phase]();
      console.log(line(services, phase, costs.at(-1) as Cost));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line(services: number, phase: Phase, { seconds, processor, memory }: Cost): string {
  const cells = [seconds, processor].map((value) => `${value.toFixed(1)} s`.padStart(9));
  return [
    String(services).padStart(8),
    phase.padEnd(9),
    ...cells,
    `${memory.toFixed(0)} MiB`.padStart(9),
  ].join(" ");
}

const hosts = new SshHosts();
try {
  if (!(await runSteps([programStep(pause)], { stateDir, cacheDir, out: process.stderr })))
    throw new Error("The image of the stacks could not be built.");
  await hosts.start(...names);
  await importPause(hosts);
  console.log("services phase          time processor    memory");
  for (const services of sizes) await measure(hosts, services);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await hosts.stop();
}
