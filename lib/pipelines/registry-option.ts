import { z } from "zod";
import type { registries } from "./registries.ts";

/** The option `registry`: where a kind's images are pushed. The first name is the default. */
export function registryOption<const Name extends keyof typeof registries>(
  ...names: readonly [Name, ...Name[]]
) {
  return z
    .enum(names, { error: names.join(" or ") })
    .default(names[0] as never)
    .describe("Registry that the images are pushed to. `environment` is the stage's own.");
}
