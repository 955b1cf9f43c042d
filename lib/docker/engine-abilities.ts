import type { Problem } from "../problems/index.ts";
import type { Engine } from "./client.ts";

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

/** A problem for each need that the engine does not meet; it is asked only where there is one. */
export async function missingAbilities(
  engine: Engine,
  needs: readonly RequiredAbility[],
): Promise<Problem[]> {
  const newer = needs.flatMap((need) => ("api" in need ? [need] : []));
  const runtimes = needs.flatMap((need) => ("runtime" in need ? [need] : []));
  const version = newer.length > 0 ? await apiVersion(engine) : "";
  const known = runtimes.length > 0 ? await runtimesOf(engine) : [];
  return [
    ...newer
      .filter(({ api }) => minor(api) > minor(version))
      .map(({ key, api, where }) => ({
        path: where,
        expected: `an engine with API ${api} or newer for ${key}`,
        found: `API ${version}`,
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

async function apiVersion(engine: Engine): Promise<string> {
  return ((await engine.request("GET", "/version")) as { ApiVersion: string }).ApiVersion;
}

async function runtimesOf(engine: Engine): Promise<string[]> {
  const { Runtimes } = (await engine.request("GET", "/info")) as { Runtimes: object };
  return Object.keys(Runtimes).sort();
}

/** Every API since 2013 is 1.something. */
function minor(api: string): number {
  return Number(api.split(".")[1]);
}
