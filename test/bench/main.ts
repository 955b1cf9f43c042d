/**
 * Measures smallboat against its peers, in turn, on this machine's Docker engine (or that of DOCKER_HOST); prints
 * the times and their ratios, and writes `results.json` beside this file.
 *
 * Options: `--pairs N` and `--large-pairs N`, how often 20 and 100 stacks are measured (default 3 and 1), and
 * `--only NAME`, which can be repeated, to measure some of the contenders.
 */
import { parseArgs } from "node:util";
import { connect } from "../../engine/client.ts";
import { ProblemError } from "../../problems/index.ts";
import { stateDir } from "../../toolchain/setup/places.ts";
import { runSteps } from "../../toolchain/setup/step.ts";
import { bench, schedule } from "./bench.ts";
import { contenders } from "./contenders/index.ts";
import { requireEngine } from "./engine.ts";
import { peerSteps } from "./peers.ts";

const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "3" },
    "large-pairs": { type: "string", default: "1" },
    only: { type: "string", multiple: true },
  },
});
const chosen = contenders.filter(({ name }) => values.only?.includes(name) ?? true);
const engine = connect(process.env.DOCKER_HOST || "unix:///var/run/docker.sock");
const interruption = new AbortController();
try {
  await requireEngine(engine);
  if (!(await runSteps(peerSteps(), { stateDir, out: process.stdout })))
    throw new Error("A peer is missing.");
  // Only from here on: before, an interruption ends the build of a peer.
  endOnSignals(interruption);
  const rounds = schedule(Number(values.pairs), Number(values["large-pairs"]));
  await bench(engine, chosen, rounds, interruption.signal);
} catch (error) {
  console.error(error instanceof ProblemError ? error.message : (error as Error).message);
  process.exitCode = 1;
}

function endOnSignals(interruption: AbortController): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      console.error("\nInterrupted: ending what runs, removing what it made.");
      interruption.abort(new Error("Interrupted: no results were written."));
    });
  }
}
