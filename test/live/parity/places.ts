import { randomInt } from "node:crypto";
import { readdirSync } from "node:fs";
import { isBound } from "../../../engine/ports.ts";
import { docker, dockerLines } from "../support/command.ts";
import { freePort, randomName } from "../support/names.ts";
import type { Places } from "./cases.ts";

/** What each of several cases takes of this machine, and a subnet beside them. */
export async function freePlaces(
  stage: string,
  count: number,
): Promise<{ places: Places[]; beside: string }> {
  const [beside = "", ...subnets] = await freeSubnets(1 + 4 * count);
  const machine = { stage, disk: blockDevice(), platform: await platform() };
  const places: Places[] = [];
  for (let index = 0; index < count; index++) {
    const single = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
    const [first, second, third, last] = single;
    places.push({
      ...machine,
      subnets: subnets.slice(4 * index, 4 * index + 4),
      six: `fd${randomName().slice(3, 5)}:${randomName().slice(3, 7)}:${index}`,
      ports: [first, second, third, ...(await freePair()), last, ...(await freePair())],
    });
  }
  return { places, beside };
}

/** As `freeSubnet`, for 30 containers each; none is one of the engine's, or overlaps with another. */
async function freeSubnets(count: number): Promise<string[]> {
  const networks = await docker("network", "inspect", ...(await dockerLines("network", "ls", "--quiet")));
  const free = new Set<string>();
  while (free.size < count) {
    const [part, host] = [randomInt(256), 32 * randomInt(8)];
    const isTaken = [0, 16].some((more) => networks.includes(`"198.19.${part}.${host + more}/`));
    if (!isTaken) free.add(`198.19.${part}.${host}/27`);
  }
  return [...free];
}

/** Two free ports, one after the other. */
async function freePair(): Promise<[number, number]> {
  const first = await freePort();
  return (await isBound({ ip: "", port: first + 1, protocol: "tcp" })) ? freePair() : [first, first + 1];
}

/** A disk of this machine, for limits of reading and writing. */
function blockDevice(): string {
  const disk = readdirSync("/sys/block").find((name) => !/^(loop|ram|zram|dm-)/.test(name));
  if (!disk) throw new Error("This machine has no disk below /sys/block.");
  return `/dev/${disk}`;
}

/** The engine's platform, as compose files name it. */
function platform(): Promise<string> {
  return docker("version", "--format={{.Server.Os}}/{{.Server.Arch}}");
}
