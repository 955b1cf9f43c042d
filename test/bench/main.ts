/**
 * Measures smallboat against its peers, in turn, on this machine's Docker engine (or that of DOCKER_HOST); prints
 * the times and their ratios, and writes `results.json` beside this file.
 *
 * Options: `--pairs N`, `--large-pairs N`, `--huge-pairs N` and `--ssh-pairs N`, how often 20 stacks, 100, 400, and 100 on a
 * host over ssh are measured (default 3, 1, 0 and 1), and `--only NAME`, which can be repeated, to measure some of the contenders.
 * How the cost grows with the number of services is measured by `scale.ts`. `readme.ts` writes README's table from the results.
 */
import { parseArgs } from "node:util";
import { cacheDir, stateDir } from "../../dev/toolchain/setup/places.ts";
import { runSteps } from "../../dev/toolchain/setup/step.ts";
import { connect } from "../../lib/docker/client.ts";
import { ProblemError } from "../../lib/problems/index.ts";
import { bench } from "./bench.ts";
import { contenders } from "./contenders/index.ts";
import { requireEngine } from "./engine.ts";
import { peerSteps } from "./peers.ts";
import { here, overSsh, type Place } from "./place.ts";
import { type PlaceName, schedule } from "./scenario.ts";

const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "3" },
    "large-pairs": { type: "string", default: "1" },
    "huge-pairs": { type: "string", default: "0" },
    "ssh-pairs": { type: "string", default: "1" },
    only: { type: "string", multiple: true },
  },
});
const chosen = contenders.filter(({ name }) => values.only?.includes(name) ?? true);
const engine = connect(process.env.DOCKER_HOST || "unix:///var/run/docker.sock");
const interruption = new AbortController();
const places = new Map<PlaceName, Place>([["here", here(engine)]]);
try {
  await requireEngine(engine);
  if (!(await runSteps(peerSteps(), { stateDir, cacheDir, out: process.stdout })))
    throw new Error("A peer is missing.");
  // Only from here on: before, an interruption ends the build of a peer.
  endOnSignals(interruption);
  const times = {
    "20": Number(values.pairs),
    "100": Number(values["large-pairs"]),
    "400": Number(values["huge-pairs"]),
    "100ssh": sshTimes(Number(values["ssh-pairs"])),
  };
  if (times["100ssh"] > 0) places.set("ssh", await overSsh());
  await bench(places, chosen, schedule(times), interruption.signal);
} catch (error) {
  console.error(error instanceof ProblemError ? error.message : (error as Error).message);
  process.exitCode = 1;
} finally {
  for (const place of places.values()) await place.close();
}

function sshTimes(wanted: number): number {
  if (wanted === 0 || process.getuid?.() === 0) return wanted;
  console.log("Stacks on a host over ssh are not measured: it needs a network namespace, which needs root.");
  return 0;
}

function endOnSignals(interruption: AbortController): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      console.error("\nInterrupted: ending what runs, removing what it made.");
      interruption.abort(new Error("Interrupted: no results were written."));
    });
  }
}
