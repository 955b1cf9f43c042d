import { z } from "zod";

/**
 * An object that refuses keys it does not know. The message of such a fault is the list of keys it does know,
 * separated by commas.
 */
export function section<Shape extends z.core.$ZodLooseShape>(
  what: string,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys : `${what} (${keys})`),
  });
}

/** A map of names that people choose. `name` says of what form, `pattern` is that form. */
export function mapByName<Value extends z.core.SomeType>(
  what: string,
  name: string,
  pattern: RegExp,
  value: Value,
): z.ZodRecord<z.ZodString, Value> {
  return z.record(z.string().regex(pattern), value, {
    error: (issue) => (issue.code === "invalid_key" ? name : what),
  });
}
