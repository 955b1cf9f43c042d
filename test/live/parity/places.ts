import { readdirSync } from "node:fs";
import { docker } from "../support/command.ts";
import { freeBlock, freePorts, randomName } from "../support/names.ts";
import type { Places } from "./cases.ts";

/** What each of several cases takes of this machine, and a subnet beside them. */
export async function freePlaces(
  stage: string,
  count: number,
): Promise<{ places: Places[]; beside: string }> {
  const machine = { stage, disk: blockDevice(), platform: await platform() };
  const places: Places[] = [];
  for (let index = 0; index < count; index++) {
    const single = () => freePorts(1);
    const pair = () => freePorts(2);
    places.push({
      ...machine,
      subnets: Array.from({ length: 4 }, () => freeBlock(2)),
      six: `fd${randomName().slice(3, 5)}:${randomName().slice(3, 7)}:${index}`,
      ports: (await Promise.all([single(), single(), single(), pair(), single(), pair()])).flat(),
    });
  }
  return { places, beside: freeBlock(2) };
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
