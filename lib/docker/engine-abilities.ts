import type { Problem } from "../problems/index.ts";
import type { EngineSnapshot } from "./engine-snapshot.ts";

/** A feature that not every engine has. */
export type RequiredAbility = {
  /** The key that needs it, such as `services.web.mac_address`. */
  readonly key: string;
  /** `<file>:<line>:<column>`. */
  readonly where: string;
} & (
  | {
      /** The first version of the API that has it, such as `1.44`. */
      readonly api: string;
    }
  | {
      /** Name of the runtime, such as `nvidia`. */
      readonly runtime: string;
    }
);

/** A problem for each feature that an engine lacks. Its snapshot must have the API version and the info. */
export function missingAbilities(
  { apiVersion = "", info }: Pick<EngineSnapshot, "apiVersion" | "info">,
  required: readonly RequiredAbility[],
): Problem[] {
  const newer = required.flatMap((need) => ("api" in need ? [need] : []));
  const runtimes = required.flatMap((need) => ("runtime" in need ? [need] : []));
  const known = Object.keys(info?.Runtimes ?? {}).sort();
  return [
    ...newer
      .filter(({ api }) => minor(api) > minor(apiVersion))
      .map(({ key, api, where }) => ({
        path: where,
        expected: `an engine with API ${api} or newer for ${key}`,
        found: `API ${apiVersion}`,
        remedy: "update Docker on that host, or remove the key",
      })),
    ...runtimes
      .filter(({ runtime }) => !known.includes(runtime))
      .map(({ key, runtime, where }) => ({
        path: where,
        expected: `${key} as one that its engine has (${known.join(", ")})`,
        found: `"${runtime}"`,
        remedy: "install it on that host, or remove the key",
      })),
  ];
}

/** The minor version of the API. The major version has been 1 since 2013. */
function minor(api: string): number {
  return Number(api.split(".")[1]);
}
