import { isIP } from "node:net";
import type { PortFields } from "./provider-fields.ts";

/** A port of a container and the host's port that leads to it. */
export interface PortBinding {
  /** Address of the host. "" is all of IPv4 and IPv6; `0.0.0.0` and `::` are all of one. */
  readonly ip: string;
  /** Port of the host. 0 if the engine chooses one. */
  readonly published: number;
  /** Port of the container. */
  readonly target: number;
  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: string;
}

/** A binding that a compose file or a setting asks for. */
export interface PortClaim extends PortBinding {
  /** `<file>:<line>:<column>` of its entry, or a settings path. */
  readonly where: string;
}

/** The provider's input for a binding. */
export function portFields({ ip, published, target, protocol }: PortBinding): PortFields {
  return { internal: target, ...(published !== 0 && { external: published }), ip, protocol };
}

/** True if one engine cannot publish both. */
export function portsOverlap(a: PortBinding, b: PortBinding): boolean {
  return a.published === b.published && a.protocol === b.protocol && addressesOverlap(a.ip, b.ip);
}

/** The port of the host: `80/tcp`, `127.0.0.1:80/tcp`, `[::1]:80/tcp`. */
export function portText({ ip, published, protocol }: PortBinding): string {
  return `${ip === "" ? "" : `${isIP(ip) === 6 ? `[${ip}]` : ip}:`}${published}/${protocol}`;
}

/** The whole binding: `80->8080/tcp`, `127.0.0.1:80->8080/tcp`. */
export function bindingText({ ip, published, target, protocol }: PortBinding): string {
  return `${ip ? `${ip}:` : ""}${published}->${target}/${protocol}`;
}

function addressesOverlap(a: string, b: string): boolean {
  if (a === "" || b === "" || a === b) return true;
  if (isIP(a) !== isIP(b)) return false;
  return [a, b].some((each) => each === "0.0.0.0" || each === "::");
}
