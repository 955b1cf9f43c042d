import { z } from "zod";
import { section } from "./maps.ts";
import { levels, type RuleName, type RuleOf, ruleNames, rules } from "./policy-rules.ts";
import { day, form, text } from "./texts.ts";

const level = z.enum(levels, { error: "off, warn or deny" });

const byRule = Object.fromEntries(
  ruleNames.map((name) => [
    name,
    level.default(rules[name].default).describe(`Expects ${rules[name].expected}.`),
  ]),
) as Record<RuleName, z.ZodDefault<typeof level>>;

/** Rules with exceptions. Rules of a run have none: ALLOW_DELETE and `maxReplacements` allow more instead. */
const excepted = ruleNames.filter((name) => rules[name].scope !== "run") as RuleOf<"service" | "project">[];

const exception = section("an exception", {
  rule: z
    .enum(excepted, { error: `one of the rules ${excepted.join(", ")}` })
    .describe("Rule that it is from."),
  stack: form("a stack as <host>/<stack>", /^[^/\s]+\/[^/\s]+$/)
    .optional()
    .meta({ description: "Stack that may break a rule of services.", absent: "`project` is set" }),
  service: text("the name of a service")
    .optional()
    .meta({ description: "Service of the stack.", absent: "all services of the stack" }),
  project: text("the name of a project")
    .optional()
    .meta({ description: "Project that may break a rule of projects.", absent: "`stack` is set" }),
  reason: text("a reason").describe("Why it is needed."),
  until: day.describe("Last day on which it counts, in UTC."),
}).refine(({ rule, stack, service, project }) => isOfScope(rules[rule].scope, stack ?? service, project), {
  error: "a stack for a rule of services, or a project for a rule of projects",
});

function isOfScope(scope: string, ofStack: string | undefined, project: string | undefined): boolean {
  return (
    (ofStack !== undefined) === (scope === "service") && (project !== undefined) === (scope === "project")
  );
}

/** `smallboat:policy`: rules for a stage. */
export const policy = section("a policy", {
  rules: section("levels by rule", byRule)
    .prefault({})
    .describe("What happens where a rule is broken, by the rule's name; see [Policy](policy.md)."),
  maxReplacements: z
    .int({ error: "a number of containers" })
    .min(0, { error: "a number of containers" })
    .default(10)
    .describe("Number of containers that one run may replace, for the rule `replacements`."),
  exceptions: z
    .array(exception, { error: "a list of exceptions" })
    .prefault([])
    .describe("What may break a rule, why, and until when."),
})
  .prefault({})
  .meta({
    description:
      "Rules over what the stage declares and what a run changes. `warn` says what breaks a rule, `deny` also lets no update begin.",
    examples: [
      {
        rules: { "image-tag": "deny", "docker-socket": "deny", healthcheck: "warn" },
        exceptions: [
          {
            rule: "docker-socket",
            stack: "Local/proxy",
            service: "traefik",
            reason: "It reads the labels of containers.",
            until: "2026-12-31",
          },
        ],
      },
    ],
  });

export type PolicySettings = z.output<typeof policy>;
export type Exception = PolicySettings["exceptions"][number];
