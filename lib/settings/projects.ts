import { Cron } from "croner";
import { z } from "zod";
import { pathPattern, visibility } from "./gitlab.ts";
import { mapByName, section } from "./maps.ts";
import { duration, form, text } from "./texts.ts";

/** Names that GitLab uses in addresses of projects. */
const reserved =
  "badges|blame|blob|builds|commits|create|create_dir|edit|files|find_file|new|preview|raw|refs|tree|update|wikis";
const projectPattern = new RegExp(`^(?!(${reserved})$)${pathPattern.source.slice(1)}`, "i");

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" });
const flag = z.boolean({ error: "true or false" });
const variableName = "a variable's name of letters, digits and underscores";
const variablePattern = /^[a-z0-9_]{1,255}$/i;

const variableFields = section("a variable", {
  value: scalar.optional().meta({ description: "Its value in plain text.", absent: "`secret` is set" }),
  secret: text("the name of a secret").optional().meta({
    description: "Name of the entry of `smallboat:secrets` that is its value.",
    absent: "`value` is set",
  }),
  environment: text("an environment's name, or *")
    .default("*")
    .describe("Environment whose jobs get it; `*` stands for any text, as in `review/*`."),
  protected: flag.optional().meta({
    description: "Give it only to pipelines of protected branches and tags.",
    absent: "true for a `secret`",
  }),
  masked: flag.optional().meta({ description: "Hide it in job logs.", absent: "true for a `secret`" }),
  hidden: flag.optional().meta({
    description: "Hide it on GitLab's pages too. A change that is made there is then not found.",
    absent: "false",
  }),
  raw: flag.optional().meta({
    description: "Leave `$` in it alone.",
    absent: "true if it holds a `$`, or can be masked only so",
  }),
  file: flag.default(false).describe("Give jobs the path of a file that holds it."),
  description: z.string({ error: "a text" }).default("").describe("Text on GitLab's page of variables."),
}).refine(({ value, secret }) => (value === undefined) !== (secret === undefined), {
  error: "either value or secret",
});

const variable = z.union([scalar, variableFields], {
  error: "a text, a number, true or false, or an object with value or secret",
});

const level = z.enum(["no one", "developer", "maintainer"], { error: "no one, developer or maintainer" });

const branch = section("a protected branch", {
  push: level.default("maintainer").describe("Who may push."),
  merge: level.default("maintainer").describe("Who may merge into it."),
});

const isTimezone = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
};

const cronForm = 'five fields of a cron schedule such as "0 4 * * 1-5"';

/** True for a schedule that GitLab accepts. croner also accepts macros, `?`, `+`, `W` for days and `L` for weekdays. */
function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  const [, , day = "", , weekday = ""] = fields;
  if (fields.length !== 5 || /[?+]/.test(text) || /w/i.test(day) || /(^|[^#])l/i.test(weekday)) return false;
  try {
    return new Cron(text, { paused: true, mode: "5-part", sloppyRanges: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

const schedule = section("a schedule", {
  cron: z
    .string({ error: cronForm })
    .refine(isCron, { error: cronForm })
    .describe("When the pipeline starts."),
  timezone: text("a time zone")
    .refine(isTimezone, { error: "a time zone such as Europe/Berlin" })
    .default("UTC")
    .describe("Time zone of `cron`."),
  ref: text("a branch").optional().meta({ description: "Branch it runs for.", absent: "the default branch" }),
  active: flag.default(true).describe("Whether it starts pipelines."),
  variables: mapByName("a map of names to values", variableName, variablePattern, scalar)
    .default({})
    .describe("Variables of its pipelines."),
});

const environment = section("an environment", {
  tier: z
    .enum(["production", "staging", "testing", "development", "other"], {
      error: "production, staging, testing, development or other",
    })
    .default("other")
    .describe("What the environment is for."),
  url: form("an http(s) URL", /^https?:\/\/\S+$/)
    .optional()
    .meta({ description: "Where people reach it.", absent: "none" }),
  description: z.string({ error: "a text" }).default("").describe("Text on its page."),
});

const project = section("a project", {
  kind: text("the name of a project kind").describe(
    "Kind of the project, such as `container-app`. It decides pipeline, variables, branches and environments.",
  ),
  description: z.string({ error: "a text" }).default("").describe("Text on the project's page."),
  visibility,
  starter: form("a folder of examples/", /^[\w][\w.-]*$/)
    .optional()
    .meta({ description: "Folder whose files a new project gets first.", absent: "an empty project" }),
  pipelineTimeout: duration
    .default("10m")
    .describe(
      "Longest time that the first pipelines of a `starter` may take. A stack that runs its image waits for them.",
    ),
  options: z
    .record(z.string(), z.unknown(), { error: "an object with options of the kind" })
    .default({})
    .describe("Options of the kind; see [Options of the kinds](#options-of-the-kinds)."),
  variables: mapByName("a map of names to values", variableName, variablePattern, variable)
    .default({})
    .describe("CI variables by name: a plain value, or an object with these keys."),
  branches: mapByName("a map of branches", "a branch's name", /^[^\s~^:?[\\]+$/, branch)
    .default({})
    .describe("Protected branches beside those of the kind, or in place of one of them."),
  schedules: mapByName("a map of schedules", "a schedule's name", /\S/, schedule)
    .default({})
    .describe("Pipelines that start by the clock."),
  environments: mapByName(
    "a map of environments",
    "an environment's name",
    /^[\w /{}.-]{1,255}$/,
    environment,
  )
    .default({})
    .describe("Environments beside those of the kind."),
  mergeMethod: z
    .enum(["merge", "rebase_merge", "ff"], { error: "merge, rebase_merge or ff" })
    .default("merge")
    .describe("How merge requests are merged."),
  squash: z
    .enum(["never", "always", "default_on", "default_off"], {
      error: "never, always, default_on or default_off",
    })
    .default("default_on")
    .describe("Whether merging makes one commit of several."),
});

/** `smallboat:projects`: the projects of the stage's group, by path. */
export const projects = mapByName(
  "a map of project names to their settings",
  "a project's name of letters, digits, dots, dashes and underscores, as GitLab takes it",
  projectPattern,
  project,
)
  .default({})
  .meta({
    description: "The projects of the stage's GitLab group by name.",
    examples: [
      {
        "flask-chat-app": { kind: "container-app", starter: "flask-chat-app" },
        shop: {
          kind: "twelve-factor-app",
          options: { deploy: "heroku" },
          variables: { REGION: "eu", API_KEY: { secret: "SHOP_API_KEY", environment: "production" } },
          schedules: { nightly: { cron: "0 4 * * *" } },
        },
      },
    ],
  });

export type ProjectSettings = z.output<typeof project>;
export type VariableSettings = z.output<typeof variable>;
