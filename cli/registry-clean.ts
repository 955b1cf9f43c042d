/**
 * Lists what nobody needs any more of the stage's registry, and deletes that once somebody agrees: on a terminal, or with YES=1.
 * Then it collects the registry's garbage. Ends with 0 if nothing is left to delete, 2 if it only listed something, and 1 after a
 * failure.
 */
import { orEngineProblem } from "../lib/docker/engine-problems.ts";
import { keptLine, needsOf, sizeLine, unneededLines } from "../lib/retention/index.ts";
import { type Found, inBoth, lookAtRegistry, removeManifests } from "./registry-clean/clean.ts";
import { collectGarbage } from "./registry-clean/garbage.ts";
import { neededImages } from "./registry-clean/needed-images.ts";
import { registryOfStage, type StageRegistry } from "./registry-clean/registry-of-stage.ts";
import { confirm, isTerminal } from "./stage/confirmation.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { readStage } from "./status/look.ts";

const pause =
  "While the registry collects its garbage it takes no pushes. It restarts before and after that, so a pull may fail for a second.";
const elsewhere =
  "The stage does not run this registry: images without a tag, and garbage, are left to whoever does.";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    const known = new Map<string, string>();
    const look = async () => {
      const recorded = await readStage(stage);
      const registry = await registryOfStage(recorded);
      const needs = needsOf(await neededImages(recorded));
      const found = await orEngineProblem("the registry's host", lookAtRegistry(registry, needs, known));
      return { registry, found };
    };
    const { registry, found } = await look();
    for (const line of report(registry, found)) console.log(line);
    if (found.unneeded.length === 0 && found.garbage === 0) return 0;
    console.log(registry.own ? pause : elsewhere);
    if (process.env.YES !== "1" && !isTerminal()) {
      console.log("Nothing was deleted. YES=1 deletes it.");
      return 2;
    }
    const work = found.unneeded.length > 0 ? `Delete ${sizeLine(found)}.` : "Collect the garbage.";
    await confirm("make registry-clean", [work]);
    // Somebody may have deployed or pushed something since the list was made.
    const unneeded = inBoth(found, (await look()).found);
    await removeManifests(registry.client, unneeded);
    if (found.unneeded.length > 0) console.log(`Deleted ${unneeded.length} of ${found.unneeded.length}.`);
    if (!registry.own || found.repository === undefined) return 0;
    await orEngineProblem("the registry's host", collectGarbage(registry.own, found.repository));
    console.log("Collected the garbage. The registry takes pushes again.");
    return 0;
  },
  { isLook: true },
);

function report({ client, rules }: StageRegistry, found: Found): string[] {
  const { unneeded, garbage } = found;
  const left = garbage > 0 ? [`${garbage} blobs that no image names are garbage.`] : [];
  if (unneeded.length === 0)
    return [`Registry ${client.address} has no image that nobody needs.`, keptLine(found, rules), ...left];
  const size = `Nobody needs ${sizeLine(found)} of registry ${client.address}.`;
  return [...unneededLines(found), "", size, keptLine(found, rules), ...left];
}
