import { randomBytes, randomInt } from "node:crypto";
import { isBound } from "../../../lib/docker/port-listeners.ts";
import { claim } from "./claims.ts";

/** A name that nobody else has. */
export function randomName(): string {
  return `sbt${randomBytes(4).toString("hex")}`;
}

/** Free ports one after the other, below the range that the system assigns itself. */
export async function freePorts(count: number): Promise<[number, ...number[]]> {
  const first = randomInt(20_000, 32_000 - count);
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const taken = ports.map(
    async (port) => !claim(`port-${port}`) || isBound({ ip: "", published: port, protocol: "tcp" }),
  );
  return (await Promise.all(taken)).includes(true) ? freePorts(count) : (ports as [number, ...number[]]);
}

export async function freePort(): Promise<number> {
  return (await freePorts(1))[0];
}

/** A subnet for few containers, from a range meant for tests of networks: Docker's own pools hold about thirty. */
export function freeSubnet(): string {
  return freeBlock(1);
}

/** A subnet for 13 containers times `size`, a power of two. */
export function freeBlock(size: number): string {
  const [part, first] = [randomInt(256), size * randomInt(16 / size)];
  const claims = Array.from({ length: size }, (_, index) => claim(`subnet-${part}-${first + index}`));
  return claims.includes(false) ? freeBlock(size) : `198.19.${part}.${16 * first}/${28 - Math.log2(size)}`;
}
