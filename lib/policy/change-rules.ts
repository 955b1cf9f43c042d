import type { PolicySettings } from "../settings/policy.ts";
import { rules } from "../settings/policy-rules.ts";
import { settingPath } from "../settings/settings-source.ts";
import { inputName, nameOf, type PreviewStep, type Resource, types, typesOf } from "../state/index.ts";
import type { PolicyResult } from "./result.ts";

/** The settings about the changes of a run. */
export interface RunPolicy {
  readonly policy: PolicySettings;
  /** Names whose deletion `smallboat:allowDelete` and ALLOW_DELETE allow. */
  readonly allowed: readonly string[];
  /** The stage's file. */
  readonly file: string;
}

/** The rules that the changes of a run would break. */
export function judgeChanges(
  steps: readonly PreviewStep[],
  { policy, allowed, file }: RunPolicy,
): PolicyResult[] {
  const broken = [...deletedData(steps, allowed, file), ...replaced(steps, policy.maxReplacements, file)];
  return broken.flatMap((each) => {
    const level = policy.rules[each.rule];
    return level === "off" ? [] : [{ ...each, level }];
  });
}

type Broken = Omit<PolicyResult, "level">;

/**
 * Data that would be deleted though nobody has allowed it by name. If the thing that holds it is deleted with a larger one, only
 * the larger one is reported. Replaced volumes are reported by the plan, which knows whether they have data.
 */
function deletedData(steps: readonly PreviewStep[], allowed: readonly string[], file: string): Broken[] {
  const goes = steps.flatMap(({ op, urn, oldState }) =>
    oldState && (op === "delete" || op === "replace") ? [{ ...oldState, urn, op }] : [],
  );
  const isGroupGone = goes.some(({ type }) => type === types.gitlabGroup);
  // The stand-in keeps everything in its volume.
  const isStandinGone = goes.some(({ urn }) => typesOf(urn).endsWith(standinVolume));
  return goes.flatMap((each) => {
    const data = dataOf(each, file);
    const isReportedElsewhere =
      each.type === types.volume
        ? each.op === "replace" || each.retainOnDelete
        : isStandinGone || (isGroupGone && each.type === types.gitlabProject);
    if (!data || isReportedElsewhere || allowed.includes(data.allowance)) return [];
    const { path, what, allowance } = data;
    const { expected } = rules.deletions;
    const found = `${what} about to be ${each.op === "delete" ? "deleted" : "made anew, empty"}`;
    const remedy = `undo the change, or lose it with "make up ALLOW_DELETE=${allowance}"`;
    return [{ rule: "deletions" as const, path, expected, found, remedy }];
  });
}

/** Types of the stand-in's volume and of the components above it. */
const standinVolume = `smallboat:index:GitLab$${types.hostStack}$${types.volume}`;

interface Data {
  readonly path: string;
  /** Its name in ALLOW_DELETE. */
  readonly allowance: string;
  readonly what: string;
}

function dataOf(resource: Resource, file: string): Data | undefined {
  const name = inputName(resource) ?? nameOf(resource.urn);
  switch (resource.type) {
    case types.volume:
      return { path: `volume ${name}`, allowance: name, what: "its data" };
    case types.gitlabProject: {
      const path = settingPath(file, ["projects", name]);
      return { path, allowance: `project/${name}`, what: `the repository of GitLab project ${name}` };
    }
    case types.gitlabGroup: {
      const group = String(resource.inputs?.path ?? name);
      const what = `all projects of GitLab group ${group}`;
      return { path: settingPath(file, ["gitlab"]), allowance: `group/${group}`, what };
    }
    default:
      return undefined;
  }
}

/** Number of names that a message lists. */
const longestList = 10;

function replaced(steps: readonly PreviewStep[], most: number, file: string): Broken[] {
  const names = steps.flatMap(({ op, urn, oldState }) =>
    op === "replace" && oldState?.type === types.container ? [inputName(oldState) ?? nameOf(urn)] : [],
  );
  if (names.length <= most) return [];
  const listed = names.sort().slice(0, longestList).join(", ");
  const more = names.length > longestList ? ` and ${names.length - longestList} more` : "";
  return [
    {
      rule: "replacements",
      path: settingPath(file, ["policy", "maxReplacements"]),
      expected: `at most ${most} replaced containers`,
      found: `${names.length} (${listed}${more})`,
      remedy: rules.replacements.remedy,
    },
  ];
}

/** The settings of GitLab with which the state is compared. */
export interface DeclaredGitLab {
  /** Names of the projects. */
  readonly projects: readonly string[];
  /** True if the settings have a GitLab. */
  readonly isThere: boolean;
  /** Address of a GitLab that is not the stand-in. */
  readonly url?: string;
}

/**
 * Whether a run may delete data: the state has a project or a group that the settings no longer name, or has them at
 * another GitLab. Only then is it worth the time of a preview.
 */
export function mayDelete(
  resources: readonly Resource[],
  { projects, isThere, url = "" }: DeclaredGitLab,
): boolean {
  return resources.some((each) => {
    const { baseUrl } = each.inputs ?? {};
    switch (each.type) {
      case types.gitlabProject:
        return !projects.includes(inputName(each) ?? "");
      case types.gitlabGroup:
        return !isThere;
      case types.gitlabProvider:
        return typeof baseUrl === "string" && !baseUrl.startsWith(url);
      default:
        return false;
    }
  });
}
