import { z } from "zod";

/**
 * The options of a kind. As in the settings, the message of an issue is the expected value. For an unknown key it is the
 * list of known keys.
 */
export function optionsOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys : `options (${keys})`),
  });
}

/** A string that matches a pattern. `what` describes it in a message. */
export function textOption(what: string, pattern: RegExp): z.ZodString {
  return z.string({ error: what }).regex(pattern, { error: what, abort: true });
}

export const repositoryName = textOption(
  'a repository in lower case such as "flask-chat-app"',
  /^[a-z0-9]+([._/-][a-z0-9]+)*$/,
);

export const booleanOption = z.boolean({ error: "true or false" });
