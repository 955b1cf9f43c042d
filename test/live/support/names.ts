import { randomBytes, randomInt } from "node:crypto";
import { isBound } from "../../../engine/ports.ts";

/** A name that nobody else has. */
export function randomName(): string {
  return `sbt${randomBytes(4).toString("hex")}`;
}

/** A port of this machine that is free, from below those that the system hands out by itself. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  return (await isBound({ ip: "", port, protocol: "tcp" })) ? freePort() : port;
}

/** A subnet for few containers, from a range meant for tests of networks: Docker's own pools hold about thirty. */
export function freeSubnet(): string {
  return `198.19.${randomInt(256)}.${16 * randomInt(16)}/28`;
}
