import { z } from "zod";
import { refuse } from "../problems/index.ts";
import { issueProblems } from "./issues.ts";
import { section } from "./maps.ts";
import { settingsFile } from "./settings-source.ts";

const days = "a number of days, 0 or more";
const builds = "a number of builds, 1 or more";

/** `smallboat:registry.retention`: what `make registry-clean` leaves although nothing needs it now. */
export const retention = section("what stays in the registry", {
  days: z
    .int({ error: days })
    .min(0, { error: days })
    .default(30)
    .describe("Days for which every image stays after it was pushed."),
  builds: z
    .int({ error: builds })
    .min(1, { error: builds })
    .default(3)
    .describe("Number of newest builds that stay of each repository and beginning of tags, such as `dev.`."),
})
  .prefault({})
  .meta({
    description:
      "What [`make registry-clean`](releases.md#clean-the-registry) leaves although nothing needs it.",
    examples: [{ days: 90 }],
  });

export type RetentionSettings = z.output<typeof retention>;

/**
 * Checks `smallboat:registry.retention` by itself, for commands that do not load all settings.
 * @param raw the section `registry` as it is written; undefined if there is none
 * @throws ProblemError
 */
export function checkRetention(stage: string, raw: unknown): RetentionSettings {
  const form = z.object({ registry: z.looseObject({ retention }).prefault({}) });
  const { data, error } = form.safeParse({ registry: raw });
  const source = { file: settingsFile(stage), raw: { registry: raw }, secretSections: [] };
  refuse(issueProblems(source, error?.issues ?? []));
  return data?.registry.retention ?? retention.parse({});
}
