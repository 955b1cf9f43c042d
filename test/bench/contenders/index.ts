import type { Contender } from "../contender.ts";
import { parallelCompose, sequentialCompose } from "./compose.ts";
import { emptyProgram, smallboat } from "./pulumi.ts";
import { raw } from "./raw.ts";
import { defaultTofu, parallelTofu } from "./tofu.ts";

/** In the order of their turns. */
export const contenders: readonly Contender[] = [
  smallboat,
  emptyProgram,
  sequentialCompose,
  parallelCompose,
  defaultTofu,
  parallelTofu,
  raw,
];
