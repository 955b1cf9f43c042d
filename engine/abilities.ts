import type { Problem } from "../problems/index.ts";
import type { Engine } from "./client.ts";

/** Something that engines can do from a version of their API on. */
export interface Need {
  /** What asks for it, such as `services.web.mac_address`. */
  readonly key: string;
  /** Such as `1.44`. */
  readonly api: string;
  /** `<file>:<line>:<column>`. */
  readonly where: string;
}

/** A problem for each need that the engine is too old for; it is asked only where there is one. */
export async function missingAbilities(engine: Engine, needs: readonly Need[]): Promise<Problem[]> {
  if (needs.length === 0) return [];
  const { ApiVersion } = (await engine.request("GET", "/version")) as { ApiVersion: string };
  return needs
    .filter(({ api }) => minor(api) > minor(ApiVersion))
    .map(({ key, api, where }) => ({
      path: where,
      expected: `an engine with API ${api} or newer for ${key}`,
      found: `API ${ApiVersion}`,
      remedy: "update Docker on that host, or remove the key",
    }));
}

/** Every API since 2013 is 1.something. */
function minor(api: string): number {
  return Number(api.split(".")[1]);
}
