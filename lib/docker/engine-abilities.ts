import type { Problem } from "../problems/index.ts";
import type { EngineSnapshot } from "./engine-snapshot.ts";

/** Something that not every engine has. */
export type RequiredAbility = {
  /** What asks for it, such as `services.web.mac_address`. */
  readonly key: string;
  /** `<file>:<line>:<column>`. */
  readonly where: string;
} & (
  | {
      /** The version of the API with which it came, such as `1.44`. */
      readonly api: string;
    }
  | {
      /** Such as `nvidia`. */
      readonly runtime: string;
    }
);

/** A problem for each ability that an engine lacks. Its snapshot has to have what they are about. */
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

/** Every API since 2013 is 1.something. */
function minor(api: string): number {
  return Number(api.split(".")[1]);
}
