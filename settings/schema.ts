import { z } from "zod";
import { hosts } from "./hosts.ts";
import { pypi } from "./pypi.ts";
import { registry } from "./registry.ts";
import { section, text } from "./texts.ts";

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]), {
  error: "a map of names to values",
});

/** The whole tree below `smallboat:` of a stage file. */
export const schema = section("settings", {
  hosts,
  registry: registry.optional(),
  pypi: pypi.optional(),
  values: values.default({}),
  secrets: z.record(z.string(), text("a secret"), { error: "a map of names to secrets" }).default({}),
  generateSecrets: z.boolean({ error: "true or false" }).default(false),
});

/** Settings as written, with defaults filled in. */
export type Tree = z.output<typeof schema>;
