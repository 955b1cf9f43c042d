import { randomBytes, randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { programDir as bin } from "../../dev/toolchain/setup/program.ts";
import { clock } from "../../dev/toolchain/setup/progress.ts";
import type { Contender } from "./contender.ts";
import { buildImage, removeImage, removeObjects } from "./engine.ts";
import { describeMachine } from "./machine.ts";
import { takeTurn } from "./measure.ts";
import type { Place } from "./place.ts";
import { ratiosOf, secondsOf } from "./results.ts";
import { runner } from "./run.ts";
import type { PlaceName, Round } from "./scenario.ts";
import type { Failure, Sample } from "./statistics.ts";
import { failureLines, ratiosTable, secondsTable } from "./table.ts";
import { addressBlocks, makeWorkload } from "./workload.ts";

const resultsFile = join(import.meta.dirname, "results.json");

/**
 * Measures the contenders in every round and reports. Whatever it created is removed, also after a failure.
 * @param places those that the rounds need
 */
export async function bench(
  places: ReadonlyMap<PlaceName, Place>,
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
  const failures: Failure[] = [];
  const machine = await describeMachine(places, bin);
  try {
    for (const { engine } of places.values()) await buildImage(engine, image, join(bin, "pause"), run);
    for (const { round, scenario } of rounds) {
      const place = places.get(scenario.place);
      if (!place) throw new Error(`no place ${scenario.place}`);
      const workload = makeWorkload(id, image, block, scenario.stacks);
      for (const contender of contenders.filter(({ scenarios }) => scenarios.includes(scenario))) {
        const where = scenario.place === "ssh" ? " over ssh" : "";
        say(`${clock((performance.now() - start) / 1000)}  round ${round}, `);
        say(`${scenario.stacks} stacks${where}, ${contender.name}:`);
        const surroundings = { place, bin, run, signal, say };
        const result = await takeTurn({ contender, round, scenario, workload }, surroundings);
        samples.push(...result.samples);
        failures.push(...result.failures);
        say("\n");
      }
    }
  } catch (error) {
    say("\n");
    throw error;
  } finally {
    for (const { engine } of places.values()) {
      await removeObjects(engine, id);
      await removeImage(engine, image);
    }
  }
  const ratios = ratiosOf(samples);
  const seconds = secondsOf(samples);
  const parts = [secondsTable(seconds, failures), failureLines(failures).join("\n"), ratiosTable(ratios)];
  say(`\n${parts.filter(Boolean).join("\n\n")}\n\n`);
  const results = {
    at: new Date().toISOString().slice(0, 10),
    ratios: Object.fromEntries(ratios.map(({ name, value }) => [name, value])),
    against: Object.fromEntries(ratios.map(({ name, against }) => [name, against])),
    seconds,
    failures,
    rounds: rounds.map(({ round, scenario: { stacks: size, place } }) => ({ round, size, place })),
    machine,
  };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  say(`Medians of runs in turn; also in ${relative(process.cwd(), resultsFile)}.\n`);
}
