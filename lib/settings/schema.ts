import { z } from "zod";
import { credentials } from "../servers/credentials.ts";
import { drift } from "./drift.ts";
import { gitlab } from "./gitlab.ts";
import { hosts } from "./hosts.ts";
import { mapByName, section } from "./maps.ts";
import { notify } from "./notify.ts";
import { policy } from "./policy.ts";
import { projects } from "./projects.ts";
import { promote } from "./promote.ts";
import { pypi } from "./pypi.ts";
import { registry } from "./registry.ts";
import { runners } from "./runners.ts";
import { form, text } from "./texts.ts";

/** What `${NAME}` may be called: as a variable, and not as one that the program sets itself. */
const variable = "a variable's name other than STAGE, HOST and REGISTRY";
const variablePattern = /^(?!(STAGE|HOST|REGISTRY)$)[a-z_][a-z0-9_]*$/i;

const value = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" });
const secret = text("a secret as a text");

const deletion = "the name of a volume, project/<name> or group/<path>";

/** The whole tree below `smallboat:` of a stage file. */
export const schema = section("settings", {
  hosts,
  registry: registry.optional(),
  pypi: pypi.optional(),
  gitlab: gitlab.optional(),
  projects,
  runners,
  values: mapByName("a map of names to values", variable, variablePattern, value)
    .default({})
    .meta({
      description: "Values of the variables of compose files, beside `STAGE`, `HOST` and `REGISTRY`.",
      examples: [{ BIND: "0.0.0.0", REPLICAS: 2 }],
    }),
  secrets: mapByName("a map of names to secrets", variable, variablePattern, secret)
    .default({})
    .meta({
      description: `Secrets by name, encrypted. \`${credentials.registry.password}\` is the registry's password, \`${credentials.pypi.password}\` the PyPI server's, \`${credentials.gitlab.password}\` an access token of GitLab with scope \`api\`. Others are for compose files, as variables, and for CI variables of projects.`,
    }),
  adopted: z
    .array(form("a stack as <host>/<stack>", /^[^/\s]+\/[^/\s]+$/), { error: "a list of stacks" })
    .default([])
    .meta({
      description:
        "Stacks whose containers were created by Docker Compose and are now managed by this stage. `make adopt` writes them. Remove an entry once all containers of its stack were replaced.",
      examples: [["Local/web"]],
    }),
  allowDelete: z
    .array(form(deletion, /^((project|group)\/)?[^/\s]+$/), { error: "a list of what may be deleted" })
    .default([])
    .meta({
      description:
        "What may be deleted with its data: a volume whose compose file now wants another driver or other options, by its name; a GitLab project or group that the settings no longer name, as `project/<name>` or `group/<path>`. `make up ALLOW_DELETE=<name>` allows it for one run.",
      examples: [["web_data", "project/greeting"]],
    }),
  locked: z
    .union([z.boolean(), z.literal("auto")], { error: "true, false or auto" })
    .default("auto")
    .describe(
      "Whether containers run the digests that `locks/<stage>.yaml` names, whatever becomes of the tags. If false, an image whose tag moves is pulled again. `auto` is true for the stage prod.",
    ),
  promote,
  policy,
  drift,
  notify,
  strict: z
    .union([z.boolean(), z.literal("auto")], { error: "true, false or auto" })
    .default("auto")
    .describe(
      "Whether an unreachable host stops the whole run, and a variable without a value is an error. If false, the other hosts are updated and the run ends with an error. `auto` is true for the stage prod.",
    ),
  unreachable: z
    .array(text("the name of a host"), { error: "a list of names of hosts" })
    .default([])
    .meta({
      description:
        "Hosts that may be unreachable without failing the run. What they carry is left as it is. `make up` names the hosts that it cannot reach for one run, and then fails by itself.",
      examples: [["10.0.0.60"]],
    }),
  incarnation: text("a mark that no run had before, or auto")
    .default("auto")
    .describe(
      "Mark of what a run makes anew. `auto` is a random one. `make preview SAVE=<file>` and `make up PLAN=<file>` set it for their runs, so that both declare the same.",
    ),
  renew: z
    .array(text("a resource as <kind> <logical name>"), { error: "a list of resources" })
    .default([])
    .meta({
      description:
        "Containers and networks that a run replaces, even if they are as declared. The run leaves all others alone. By default a run replaces what somebody changed by hand. `make heal` sets this for its own runs.",
      examples: [["container Local/web/app", "network Local/web/default"]],
    }),
  generateSecrets: z
    .boolean({ error: "true or false" })
    .default(false)
    .describe("Generate missing passwords of registry and PyPI server on the first run, and keep them."),
});

/** Settings as written, with defaults filled in. */
export type Tree = z.output<typeof schema>;
