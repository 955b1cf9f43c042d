import { Cron } from "croner";
import { z } from "zod";
import { pathPattern, visibility } from "./gitlab.ts";
import { named, section } from "./maps.ts";
import { duration, form, text } from "./texts.ts";

/** Names of folders in a project's address. */
const reserved =
  "badges|blame|blob|builds|commits|create|create_dir|edit|files|find_file|new|preview|raw|refs|tree|update|wikis";
const projectPattern = new RegExp(`^(?!(${reserved})$)${pathPattern.source.slice(1)}`, "i");

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" });
const flag = z.boolean({ error: "true or false" });
const variableName = "a variable's name of letters, digits and underscores";
const variablePattern = /^[a-z0-9_]{1,255}$/i;

const variableFields = section("a variable", {
  value: scalar.optional(),
  /** Name of one of `smallboat:secrets`. */
  secret: text("the name of a secret").optional(),
  /** Only for jobs of this environment, `*` for any letters; default: all. */
  environment: text("an environment's name, or *").default("*"),
  /** Only for pipelines of protected branches and tags; default: what is secret. */
  protected: flag.optional(),
  /** Never shown in logs; default: what is secret. */
  masked: flag.optional(),
  /** Never shown in GitLab's pages either; default: what is masked. */
  hidden: flag.optional(),
  /** `$` means nothing in it; default: where it holds one, or could not be masked otherwise. */
  raw: flag.optional(),
  /** Jobs get the path of a file that holds it. */
  file: flag.default(false),
  description: z.string({ error: "a text" }).default(""),
}).refine(({ value, secret }) => (value === undefined) !== (secret === undefined), {
  error: "either value or secret",
});

const variable = z.union([scalar, variableFields], {
  error: "a text, a number, true or false, or an object with value or secret",
});

const level = z.enum(["no one", "developer", "maintainer"], { error: "no one, developer or maintainer" });

const branch = section("a protected branch", {
  push: level.default("maintainer"),
  merge: level.default("maintainer"),
});

const isTimezone = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
};

const cronForm = 'five fields of a cron schedule such as "0 4 * * 1-5"';

function isCron(text: string): boolean {
  try {
    return text.trim().split(/\s+/).length === 5 && new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

const schedule = section("a schedule", {
  cron: z.string({ error: cronForm }).refine(isCron, { error: cronForm }),
  timezone: text("a time zone")
    .refine(isTimezone, { error: "a time zone such as Europe/Berlin" })
    .default("UTC"),
  /** A branch; default: the project's default branch. */
  ref: text("a branch").optional(),
  active: flag.default(true),
  variables: named("a map of names to values", variableName, variablePattern, scalar).default({}),
});

const environment = section("an environment", {
  tier: z
    .enum(["production", "staging", "testing", "development", "other"], {
      error: "production, staging, testing, development or other",
    })
    .default("other"),
  /** Where people reach it. */
  url: form("an http(s) URL", /^https?:\/\/\S+$/).optional(),
  description: z.string({ error: "a text" }).default(""),
});

const project = section("a project", {
  /** What sort of application it holds; it decides pipeline, variables, branches, environments. */
  kind: text("the name of a project kind"),
  description: z.string({ error: "a text" }).default(""),
  visibility,
  /** Folder below examples/ whose files a new project begins with. */
  starter: form("a folder of examples/", /^[\w][\w.-]*$/).optional(),
  /** How long the pipelines of a project with a starter may take; a stack that runs its image waits for them. */
  pipelineTimeout: duration.default("10m"),
  /** What the kind lets one choose. */
  options: z.record(z.string(), z.unknown(), { error: "an object with options of the kind" }).default({}),
  variables: named("a map of names to values", variableName, variablePattern, variable).default({}),
  /** Protected branches beside the kind's, or in place of one. */
  branches: named("a map of branches", "a branch's name", /^[^\s~^:?[\\]+$/, branch).default({}),
  schedules: named("a map of schedules", "a schedule's name", /\S/, schedule).default({}),
  environments: named(
    "a map of environments",
    "an environment's name",
    /^[\w /{}.-]{1,255}$/,
    environment,
  ).default({}),
  mergeMethod: z
    .enum(["merge", "rebase_merge", "ff"], { error: "merge, rebase_merge or ff" })
    .default("merge"),
  squash: z
    .enum(["never", "always", "default_on", "default_off"], {
      error: "never, always, default_on or default_off",
    })
    .default("default_on"),
});

/** `smallboat:projects`: what the stage's group holds, by path. */
export const projects = named(
  "a map of project names to their settings",
  "a project's name of letters, digits, dots, dashes and underscores, as GitLab takes it",
  projectPattern,
  project,
).default({});

export type ProjectSettings = z.output<typeof project>;
export type VariableSettings = z.output<typeof variable>;
