import { z } from "zod";
import { refuse } from "../problems/index.ts";
import { issueProblems } from "./issues.ts";
import { section } from "./maps.ts";
import { settingsFile } from "./settings-source.ts";
import { day, form, text } from "./texts.ts";

const place = form("a stack as <host>/<stack>, or another place of the report", /^\S+$/);

const ignoreRule = section("a rule that ignores a finding", {
  address: text("the address of a thing").describe("Thing, as `make drift JSON=1` names its address."),
  field: text("the field of a finding").describe("Field of the finding, from the same output."),
  reason: text("a reason").describe("Why it may differ."),
  until: day
    .optional()
    .meta({ description: "Last day on which the rule counts, in UTC.", absent: "for ever" }),
});

/** `smallboat:drift`: what happens where something is not as it was recorded. */
export const drift = section("settings of drift", {
  ignore: z
    .array(ignoreRule, { error: "a list of rules" })
    .prefault([])
    .describe("Findings that count for nothing. The report lists them with their reasons."),
  heal: z
    .array(place, { error: "a list of stacks" })
    .prefault([])
    .describe(
      "Stacks that `make drift` with `HEAL=1` may put right by itself, such as `10.0.0.60/chat`, `registry` or a project; see [Heal](heal.md).",
    ),
})
  .prefault({})
  .meta({
    description: "What happens where something is no longer as the last run recorded it.",
    examples: [
      {
        ignore: [
          { address: "10.0.0.60/chat web", field: "memory", reason: "It is tried out.", until: "2026-12-31" },
        ],
        heal: ["10.0.0.60/chat", "registry"],
      },
    ],
  });

export type DriftSettings = z.output<typeof drift>;

/**
 * Checks `smallboat:drift` by itself, for commands that do not load all settings.
 * @param raw the section as it is written; undefined if there is none
 * @throws ProblemError
 */
export function checkDrift(stage: string, raw: unknown): DriftSettings {
  const { data, error } = z.object({ drift }).safeParse({ drift: raw });
  const source = { file: settingsFile(stage), raw: { drift: raw }, secretSections: [] };
  refuse(issueProblems(source, error?.issues ?? []));
  return data?.drift ?? drift.parse({});
}
