/**
 * Provides the images named, or all: `node dev/toolchain/images/ensure.ts [image ...]`. Unlike set-up it also builds those
 * again that were built here from another state of their recipe.
 */
import { cacheDir, stateDir } from "../setup/places.ts";
import { runSteps } from "../setup/step.ts";
import { imageSteps, isCurrent } from "./steps.ts";

const images = process.argv.slice(2);
try {
  const steps = imageSteps(images.length > 0 ? images : undefined, isCurrent);
  process.exitCode = (await runSteps(steps, { stateDir, cacheDir, out: process.stdout })) ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
