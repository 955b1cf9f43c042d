import { z } from "zod";

/** A non-empty string. `what` says in an error what was expected. */
export function text(what: string): z.ZodString {
  return z.string({ error: what }).min(1, { error: what });
}

/** A string of a given form. */
export function form(what: string, pattern: RegExp): z.ZodString {
  return z.string({ error: what }).regex(pattern, { error: what });
}

/** A TCP port, 1 to 65535. */
export const port = z
  .int({ error: "a port from 1 to 65535" })
  .min(1, { error: "a port from 1 to 65535" })
  .max(65535, { error: "a port from 1 to 65535" });

/** A duration with a unit, as Go and compose write it: `90s`, `2m`, `1m30s`. */
export const duration = form('a duration with a unit such as "90s" or "2m"', /^(\d+h)?(\d+m)?(\d+s)?$(?<=.)/);

/** The seconds of a `duration`. */
export function seconds(duration: string): number {
  const part = (unit: string) => Number(duration.match(new RegExp(`(\\d+)${unit}`))?.[1] ?? 0);
  return part("h") * 3600 + part("m") * 60 + part("s");
}

/** An object that refuses keys it does not know, and names those it does. */
export function section<Shape extends z.core.$ZodLooseShape>(
  what: string,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `one of ${keys}` : `${what} (${keys})`),
  });
}
