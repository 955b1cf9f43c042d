import { z } from "zod";

/**
 * An object that refuses unknown keys. The message of such an issue lists the known keys, separated by commas.
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

/** A map whose names people choose. `pattern` is the names' form, and `name` describes it in a message. */
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
