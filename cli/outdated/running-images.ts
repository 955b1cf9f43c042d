import type { RunningImage } from "../../lib/outdated/index.ts";
import { runningOf, runningReference } from "../../lib/releases/index.ts";
import type { Deployment } from "../../lib/state/index.ts";

/** The images that a stage runs and that a registry has, each once, with the stacks that run it. */
export function runningImages(deployment: Deployment): RunningImage[] {
  const uses = Object.entries(runningOf(deployment)).flatMap(([stack, { images }]) =>
    Object.entries(images).map(([written, image]) => ({
      stack,
      reference: runningReference(written, image),
      digest: image.digest,
    })),
  );
  const groups = Map.groupBy(uses, ({ reference, digest }) => `${reference}@${digest}`);
  return [...groups.values()].map((same) => ({
    reference: same[0]?.reference ?? "",
    digest: same[0]?.digest,
    stacks: [...new Set(same.map(({ stack }) => stack))].sort(),
  }));
}
