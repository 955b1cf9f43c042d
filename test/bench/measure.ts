import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../engine/client.ts";
import { type Contender, type Phase, phases, type Run } from "./contender.ts";
import { countObjects } from "./engine.ts";
import type { Sample } from "./statistics.ts";
import type { Workload } from "./workload.ts";

/** One contender's turn in one round. */
export interface Turn {
  readonly contender: Contender;
  readonly round: number;
  readonly workload: Workload;
}

export interface Surroundings {
  readonly engine: Engine;
  readonly bin: string;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Told each phase as it begins, and each time as it is known. */
  readonly say: (text: string) => void;
}

/** Measures every phase of a contender, from nothing to nothing. */
export async function takeTurn(
  turn: Turn,
  { engine, bin, run, signal, say }: Surroundings,
): Promise<Sample[]> {
  const { contender, round, workload } = turn;
  const folder = mkdtempSync(join(tmpdir(), "smallboat-bench-"));
  try {
    const actions = await contender.prepare({ folder, engine: engine.address, bin, workload, run });
    const samples: Sample[] = [];
    for (const phase of phases) {
      const action = actions[phase];
      if (action === undefined) continue;
      signal.throwIfAborted();
      say(` ${phase}`);
      const start = performance.now();
      await action();
      const seconds = (performance.now() - start) / 1000;
      say(` ${seconds.toFixed(1)} s`);
      if (contender.creates) await checkObjects(engine, turn, phase);
      samples.push({ contender: contender.name, size: workload.stacks.length, round, phase, seconds });
    }
    return samples;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A time counts only if the work was done: everything runs, or nothing is left. */
async function checkObjects(engine: Engine, { contender, workload }: Turn, phase: Phase): Promise<void> {
  const { containers, networks } = await countObjects(engine, workload.run);
  const expected = phase === "destroy" ? 0 : workload.stacks.length;
  if (containers === expected && networks === expected) return;
  throw new Error(
    `${contender.name} ended ${phase} with ${containers} running containers and ${networks} networks, ` +
      `where ${expected} of each were expected`,
  );
}
