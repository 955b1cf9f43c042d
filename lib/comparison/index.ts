/** What `docker inspect` must show for an input, and whether a container is as declared. Imports no Pulumi. */
export {
  type ComparedContainer,
  type InputDifference,
  inputDifferences,
  normalUpload,
} from "./input-differences.ts";
export type { Inputs } from "./input-reading.ts";
export type { LateLimits } from "./late-limits.ts";
export { isAlive } from "./lifecycle.ts";
export {
  type LivingDifference,
  livingDifferences,
  type WantedContainer,
} from "./living-differences.ts";
export { hasContent, uploadChange } from "./upload-change.ts";
