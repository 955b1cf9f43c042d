import { refuse } from "../problems/index.ts";
import { consistencyProblems } from "./consistency.ts";
import { forbiddenNames } from "./forbidden-names.ts";
import { issueProblems } from "./issues.ts";
import { isLocked } from "./locked.ts";
import { schema, type Tree } from "./schema.ts";
import { type SettingsSource, settingsFile } from "./settings-source.ts";

/** The settings of one stage, checked and complete. */
export interface Settings extends Omit<Tree, "values" | "strict" | "locked"> {
  readonly stage: string;
  /** The stage's file, for messages. */
  readonly file: string;
  /** Sections with an encrypted value in that file. Messages repeat no value of them. */
  readonly secretSections: readonly string[];
  /** True if a host that does not answer stops the whole run. */
  readonly strict: boolean;
  /** True if the stage's lock decides which images run. */
  readonly locked: boolean;
  /** Values of `${NAME}` in compose files. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Checks the raw tree below `smallboat:` as a whole.
 *
 * @param secretSections sections with an encrypted value in the stage's file. Default: none
 * @throws ProblemError with all faults, sorted by path: unknown keys, wrong types, unknown hosts, missing secrets. No
 * message repeats a secret.
 */
export function checkSettings(
  stage: string,
  raw: Readonly<Record<string, unknown>>,
  secretSections: readonly string[] = [],
): Settings {
  const source: SettingsSource = { file: settingsFile(stage), raw, secretSections };
  const { data, error } = schema.safeParse(raw);
  const problems = [
    ...forbiddenNames(source),
    ...issueProblems(source, error?.issues ?? []),
    ...consistencyProblems(stage, source),
  ];
  refuse(problems.sort((a, b) => (a.path < b.path ? -1 : 1)));
  const tree = data as Tree;
  const values = Object.fromEntries(Object.entries(tree.values).map(([key, value]) => [key, String(value)]));
  const strict = tree.strict === "auto" ? stage === "prod" : tree.strict;
  const locked = isLocked(stage, tree.locked);
  return { ...tree, stage, file: source.file, secretSections, strict, locked, values };
}
