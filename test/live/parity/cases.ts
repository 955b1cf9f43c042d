import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../cases/parity");

/** Compose files that together use every key that a container, network, volume or build can be given. */
export const cases = readdirSync(folder).sort();

export function caseFolder(name: string): string {
  return join(folder, name);
}

/** What a case takes of a machine, and of nobody else's. */
export interface Places {
  readonly stage: string;
  /** Four with 30 addresses each, such as `198.19.0.64/27`. */
  readonly subnets: readonly string[];
  /** The first three groups of an IPv6 address. */
  readonly six: string;
  /** Eight; the fifth comes next to the fourth, the last next to the one before. */
  readonly ports: readonly number[];
  /** A block device. */
  readonly disk: string;
  /** As in `linux/amd64`. */
  readonly platform: string;
}

/** What the variables of a case stand for: the lines of its `.env`. */
export function caseValues({ stage, subnets, six, ports, disk, platform }: Places): Record<string, string> {
  const [prefix = "", first = ""] = /^(.*\.)(\d+)\/27$/.exec(subnets[2] ?? "")?.slice(1) ?? [];
  const address = (host: number) => `${prefix}${Number(first) + host}`;
  return {
    STAGE: stage,
    ...numbered("SUBNET", subnets),
    ...numbered("ADDRESS", [address(1), address(2), address(3)]),
    RANGE: `${address(16)}/28`,
    SIX: six,
    ...numbered("PORT", ports),
    DISK: disk,
    PLATFORM: platform,
    PROJECT_VALUE: "of the project",
    PROJECT_SECRET: "hidden for the project",
    COMPOSE_PROFILES: "chosen",
  };
}

function numbered(name: string, values: readonly (string | number)[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}_${index + 1}`, String(value)]));
}
