import { readFileSync } from "node:fs";
import { refuse } from "../../lib/problems/index.ts";
import type { StackReferences } from "../../lib/releases/index.ts";
import { draftOf, parseSettings } from "../../lib/review/index.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import { seconds } from "../../lib/settings/texts.ts";
import { lockRequired } from "../stage/lock.ts";

/** What the files of this checkout say of the stage that gets the images. */
export interface TargetFiles {
  readonly references: StackReferences;
  /** Seconds that a stack must have run in the other stage. */
  readonly after: number;
}

/** @throws ProblemError with all faults of the stage's files, or if no lock decides which images it runs */
export function targetFiles(stage: string, root = process.cwd()): TargetFiles {
  const [document, problem] = parseSettings(stage, readFileSync(settingsFile(stage), "utf8"));
  refuse(problem ? [problem] : []);
  const { settings, problems, references } = draftOf(stage, document?.config ?? {}, root);
  refuse(problems);
  if (!settings?.locked) refuse([lockRequired(stage)]);
  return { references, after: seconds(settings?.promote.after ?? "") };
}
