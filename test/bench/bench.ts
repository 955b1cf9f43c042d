import { randomBytes, randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Engine } from "../../engine/client.ts";
import { clock } from "../../toolchain/setup/progress.ts";
import type { Contender } from "./contender.ts";
import { buildImage, removeImage, removeObjects } from "./engine.ts";
import { describeMachine } from "./machine.ts";
import { takeTurn } from "./measure.ts";
import { bin } from "./peers.ts";
import { ratiosOf, secondsOf } from "./results.ts";
import { runner } from "./run.ts";
import type { Sample } from "./statistics.ts";
import { ratiosTable, secondsTable } from "./table.ts";
import { addressBlocks, large, makeWorkload, small } from "./workload.ts";

const resultsFile = join(import.meta.dirname, "results.json");

export interface Round {
  readonly round: number;
  /** Number of stacks. */
  readonly size: number;
}

/** In each round all sizes follow each other, so that they too can be compared within it. */
export function schedule(pairs: number, largePairs: number): Round[] {
  return Array.from({ length: Math.max(pairs, largePairs) }, (_, index) => index + 1).flatMap((round) => [
    ...(round <= pairs ? [{ round, size: small }] : []),
    ...(round <= largePairs ? [{ round, size: large }] : []),
  ]);
}

/** Measures the contenders in every round and reports. Whatever it created is removed, also after a failure. */
export async function bench(
  engine: Engine,
  contenders: readonly Contender[],
  rounds: readonly Round[],
  signal: AbortSignal,
): Promise<void> {
  const start = performance.now();
  const id = randomBytes(3).toString("hex");
  const image = `smallboat-bench:${id}`;
  const block = randomInt(addressBlocks);
  const run = runner(signal);
  const say = (text: string) => process.stdout.write(text);
  const samples: Sample[] = [];
  try {
    await buildImage(engine, image, join(bin, "pause"), run);
    for (const { round, size } of rounds) {
      const workload = makeWorkload(id, image, block, size);
      for (const contender of contenders.filter(({ sizes }) => sizes.includes(size))) {
        say(
          `${clock((performance.now() - start) / 1000)}  round ${round}, ${size} stacks, ${contender.name}:`,
        );
        samples.push(...(await takeTurn({ contender, round, workload }, { engine, bin, run, signal, say })));
        say("\n");
      }
    }
  } catch (error) {
    say("\n");
    throw error;
  } finally {
    await removeObjects(engine, id);
    await removeImage(engine, image);
  }
  const ratios = ratiosOf(samples);
  const seconds = secondsOf(samples);
  say(`\n${secondsTable(seconds)}\n\n${ratiosTable(ratios)}\n\n`);
  const results = {
    ratios: Object.fromEntries(ratios.map(({ name, value }) => [name, value])),
    against: Object.fromEntries(ratios.map(({ name, against }) => [name, against])),
    seconds,
    rounds,
    machine: await describeMachine(engine, bin),
  };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  say(`Medians of runs in turn; also in ${relative(process.cwd(), resultsFile)}.\n`);
}
