import * as pulumi from "@pulumi/pulumi";
import { checkSettings, type Settings } from "./check.ts";
import { rawTree, secretSections } from "./raw-tree.ts";

export type { Settings } from "./check.ts";
export type { GitLabSettings, StandinSettings } from "./gitlab.ts";
export { type HostSettings, hostAddress } from "./hosts.ts";
export { optionProblems } from "./option-problems.ts";
export type { ProjectSettings, VariableSettings } from "./projects.ts";
export type { OwnPypiSettings, PypiSettings } from "./pypi.ts";
export type { OwnRegistrySettings, RegistrySettings } from "./registry.ts";
export type { RunnerSettings } from "./runners.ts";
export { settingPath } from "./settings-source.ts";
export { seconds } from "./texts.ts";

/**
 * The one door for configuration: everything below `smallboat:` of the selected stage.
 *
 * @throws ProblemError with every fault at once.
 */
export function loadSettings(): Settings {
  // The engine writes "null" where nothing is encrypted.
  const secretKeys = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "null") ?? [];
  return checkSettings(pulumi.getStack(), rawTree(pulumi.runtime.allConfig()), secretSections(secretKeys));
}

/** The selected stage as the Pulumi CLI takes it, in whatever project or organization. */
export function stackName(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}
