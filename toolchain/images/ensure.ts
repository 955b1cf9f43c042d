/** Provides the images named, or all: `node toolchain/images/ensure.ts [image ...]`. */
import { cacheDir, stateDir } from "../setup/places.ts";
import { runSteps } from "../setup/step.ts";
import { imageSteps } from "./steps.ts";

const images = process.argv.slice(2);
try {
  const steps = images.length > 0 ? imageSteps(images) : imageSteps();
  process.exitCode = (await runSteps(steps, { stateDir, cacheDir, out: process.stdout })) ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
