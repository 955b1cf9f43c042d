import { z } from "zod";
import { referenceFault } from "../compose/image-reference.ts";

/** A string that is not empty. `what` describes it in a message. */
export function text(what: string): z.ZodString {
  return z.string({ error: what }).min(1, { error: what });
}

/** A string that matches a pattern. `what` describes it in a message. */
export function form(what: string, pattern: RegExp): z.ZodString {
  return z.string({ error: what }).regex(pattern, { error: what, abort: true });
}

const imageForm = "an image as [registry/]name[:tag][@digest]";

/** The reference of an image. */
export const image = z
  .string({ error: imageForm })
  .refine((reference) => !referenceFault(reference), { error: imageForm });

/** A TCP port, 1 to 65535. */
export const port = z
  .int({ error: "a port from 1 to 65535" })
  .min(1, { error: "a port from 1 to 65535" })
  .max(65535, { error: "a port from 1 to 65535" });

/** Without a colon, because a colon ends the name in an htpasswd file. */
export const user = form("a user name without blanks and colons", /^[^\s:]+$/);

/** A duration of more than zero with units, as Go and compose files write it: `90s`, `2m`, `1m30s`. */
export const duration = form(
  'a duration with a unit such as "90s" or "2m"',
  /^(?=.*[1-9])(\d+h)?(\d+m)?(\d+s)?$/,
);

/** The seconds of a `duration`. */
export function seconds(duration: string): number {
  const part = (unit: string) => Number(duration.match(new RegExp(`(\\d+)${unit}`))?.[1] ?? 0);
  return part("h") * 3600 + part("m") * 60 + part("s");
}

/** An address of a host to which a published port is bound. */
export const bind = z.ipv4({ error: "an IPv4 address of the host" });

/** An address that clients use: `host[:port]`. */
export const address = form(
  "an address as host[:port], without scheme or path",
  /^[a-z0-9.-]+(:\d+)?$/i,
).refine((text) => URL.canParse(`http://${text}`), { error: "an address with a port from 1 to 65535" });

const dayForm = "the last day on which it counts, such as 2026-12-31";

/** A day as YYYY-MM-DD, in UTC. Pulumi reads a day without quotes as a point in time. */
export const day = z
  .string({ error: dayForm })
  .transform((text) => text.replace(/[T ]00:00:00(Z| \+0000 UTC)$/, ""))
  .refine(isDay, { error: dayForm });

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
