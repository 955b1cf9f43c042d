import type { RunningImage } from "../../lib/outdated/index.ts";
import { runningOf, runningReference } from "../../lib/releases/index.ts";
import type { Deployment } from "../../lib/state/index.ts";

/** The images that a stage runs and that a registry has, each once, with the stacks that run it. */
export function runningImages(deployment: Deployment): RunningImage[] {
  const images = new Map<string, { reference: string; digest: string; stacks: Set<string> }>();
  for (const [stack, { images: own }] of Object.entries(runningOf(deployment)))
    for (const [written, image] of Object.entries(own)) {
      const [reference, { digest }] = [runningReference(written, image), image];
      const key = `${reference}@${digest}`;
      const known = images.get(key) ?? { reference, digest, stacks: new Set() };
      known.stacks.add(stack);
      images.set(key, known);
    }
  return [...images.values()].map((each) => ({ ...each, stacks: [...each.stacks].sort() }));
}
