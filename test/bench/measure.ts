import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contender, type Phase, phases, type Run } from "./contender.ts";
import { countObjects, removeObjects } from "./engine.ts";
import type { Place } from "./place.ts";
import { reasonOf } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import type { Failure, Sample } from "./statistics.ts";
import type { Workload } from "./workload.ts";

/** One contender's turn in one round. */
export interface Turn {
  readonly contender: Contender;
  readonly round: number;
  readonly scenario: Scenario;
  readonly workload: Workload;
}

export interface Surroundings {
  readonly place: Place;
  readonly bin: string;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Told each phase as it begins, and each time as it is known. */
  readonly say: (text: string) => void;
}

/**
 * Measures every phase of a contender, from nothing to nothing. A peer that fails is told as such, and leaves nothing
 * to the next.
 * @throws Error where smallboat fails, or the bench is interrupted
 */
export async function takeTurn(
  turn: Turn,
  { place, bin, run, signal, say }: Surroundings,
): Promise<{ samples: Sample[]; failures: Failure[] }> {
  const { contender, round, scenario, workload } = turn;
  const { engine, address } = place;
  const folder = mkdtempSync(join(tmpdir(), "smallboat-bench-"));
  const runHere: Run = (command, args, { cwd, env }) =>
    run(command, args, { cwd, env: { ...place.env, ...env } });
  const samples: Sample[] = [];
  let phase: Phase = "up";
  try {
    const actions = await contender.prepare({ folder, engine: address, bin, workload, run: runHere });
    for (phase of phases) {
      const action = actions[phase];
      if (action === undefined) continue;
      signal.throwIfAborted();
      say(` ${phase}`);
      const start = performance.now();
      await action();
      const seconds = (performance.now() - start) / 1000;
      say(` ${seconds.toFixed(1)} s`);
      if (contender.creates) await checkObjects(place, turn, phase);
      samples.push({ contender: contender.name, scenario: scenario.name, round, phase, seconds });
    }
    return { samples, failures: [] };
  } catch (error) {
    if (contender.name === "smallboat" || signal.aborted) throw error;
    say(" fails");
    await removeObjects(engine, workload.run);
    const reason = reasonOf(error as Error);
    return {
      samples,
      failures: [{ contender: contender.name, scenario: scenario.name, round, phase, reason }],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A time counts only if the work was done: everything runs, or nothing is left. */
async function checkObjects({ engine }: Place, { contender, workload }: Turn, phase: Phase): Promise<void> {
  const { containers, networks } = await countObjects(engine, workload.run);
  const expected = phase === "destroy" ? 0 : workload.stacks.length;
  if (containers === expected && networks === expected) return;
  throw new Error(
    `${contender.name} ended ${phase} with ${containers} running containers and ${networks} networks, ` +
      `where ${expected} of each were expected`,
  );
}
