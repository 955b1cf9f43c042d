import { z } from "zod";
import { gitlab } from "./gitlab.ts";
import { hosts } from "./hosts.ts";
import { named, section } from "./maps.ts";
import { projects } from "./projects.ts";
import { pypi } from "./pypi.ts";
import { registry } from "./registry.ts";
import { runners } from "./runners.ts";
import { form, text } from "./texts.ts";

/** What `${NAME}` may be called: as a variable, and not as one that the program sets itself. */
const variable = "a variable's name other than STAGE, HOST and REGISTRY";
const variablePattern = /^(?!(STAGE|HOST|REGISTRY)$)[a-z_][a-z0-9_]*$/i;

const value = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" });
const secret = text("a secret as a text");

/** The whole tree below `smallboat:` of a stage file. */
export const schema = section("settings", {
  hosts,
  registry: registry.optional(),
  pypi: pypi.optional(),
  gitlab: gitlab.optional(),
  projects,
  runners,
  values: named("a map of names to values", variable, variablePattern, value).default({}),
  secrets: named("a map of names to secrets", variable, variablePattern, secret).default({}),
  adopted: z
    .array(form("a stack as <host>/<stack>", /^[^/\s]+\/[^/\s]+$/), { error: "a list of stacks" })
    .default([]),
  allowDelete: z.array(text("the name of a volume"), { error: "a list of names of volumes" }).default([]),
  strict: z.union([z.boolean(), z.literal("auto")], { error: "true, false or auto" }).default("auto"),
  generateSecrets: z.boolean({ error: "true or false" }).default(false),
});

/** Settings as written, with defaults filled in. */
export type Tree = z.output<typeof schema>;
