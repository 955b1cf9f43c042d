import { isIP } from "node:net";
import type { PublishedPort } from "./stack-plan.ts";

/** Whether two containers of one engine cannot publish both. */
export function portsOverlap(a: PublishedPort, b: PublishedPort): boolean {
  return a.published === b.published && a.protocol === b.protocol && addressesOverlap(a.ip, b.ip);
}

/** `80/tcp`, `127.0.0.1:80/tcp`. */
export function portText({ ip, published, protocol }: PublishedPort): string {
  return `${ip === "" ? "" : `${isIP(ip) === 6 ? `[${ip}]` : ip}:`}${published}/${protocol}`;
}

/** No address means all of IPv4 and IPv6, `0.0.0.0` all of IPv4, `::` all of IPv6. */
function addressesOverlap(a: string, b: string): boolean {
  if (a === "" || b === "" || a === b) return true;
  if (isIP(a) !== isIP(b)) return false;
  return [a, b].some((each) => each === "0.0.0.0" || each === "::");
}
