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
 * Reads and checks everything below `smallboat:` of the selected stage. The program reads its configuration only here.
 *
 * @throws ProblemError with all faults
 */
export function loadSettings(): Settings {
  // Pulumi writes "null" if nothing is encrypted.
  const secretKeys = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "null") ?? [];
  return checkSettings(pulumi.getStack(), rawTree(pulumi.runtime.allConfig()), secretSections(secretKeys));
}

/** The selected stage's full name for the Pulumi CLI: organization, project and stage. */
export function stackName(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}
