/** Settings whose values are a choice, and their names for people. */
const choices: Readonly<Record<string, string>> = {
  pushAccessLevel: "who may push",
  mergeAccessLevel: "who may merge",
  createAccessLevel: "who may create it",
  allowForcePush: "force push",
  visibilityLevel: "visibility",
  defaultBranch: "default branch",
  mergeMethod: "merge method",
  squashOption: "squash",
  protected: "protected",
  masked: "masked",
  hidden: "hidden",
  raw: "raw",
  environmentScope: "environment",
  variableType: "type",
  cron: "cron",
  cronTimezone: "time zone",
  ref: "branch",
  active: "active",
  tier: "tier",
  tagLists: "tags",
  untagged: "untagged jobs",
  paused: "paused",
  locked: "locked",
  accessLevel: "jobs of",
  maximumTimeout: "longest job, in seconds",
  path: "path",
  name: "name",
};

/** True for a property whose value may be shown. */
export function isGitLabChoice(name: string): boolean {
  return Object.hasOwn(choices, name);
}

/** The words for a property of the provider: `mergeMethod` is the merge method. */
export function gitlabWord(name: string): string {
  return choices[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
