import { holdsSecret, isUnknown, types } from "../state/index.ts";
import { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";
import { gitlabWord, isGitLabChoice } from "./gitlab-words.ts";
import { changeWord, differingInputs } from "./inputs.ts";
import type { Action, Change, GitLabChanges, ProjectChanges, Reason } from "./model.ts";
import type { EntryChange } from "./sources.ts";
import { isChange, type StepItem, type StepTree, stateOf } from "./step-tree.ts";

/** The changes in GitLab, and all things of the stage there. */
export interface CountedGitLab {
  readonly changes: GitLabChanges;
  readonly actions: readonly Action[];
}

const projectTypes = ["smallboat:index:GitLabProject", "smallboat:index:ProjectContent"];
const runnerType = "smallboat:index:Runner";

export function gitlabChanges(tree: StepTree): CountedGitLab {
  const items = tree.items.filter(({ type }) => isGitLab(type));
  const projectOf = (item: StepItem) => tree.above(item, ...projectTypes)?.name;
  const isRunner = (item: StepItem) => tree.above(item, runnerType) !== undefined;
  const changed = items.filter(isChange);
  const names = [...new Set(changed.flatMap((item) => projectOf(item) ?? []))].sort();
  const rest = changed.filter((item) => projectOf(item) === undefined);
  return {
    actions: items.map(({ action }) => action),
    changes: {
      group: rest.filter((item) => !isRunner(item)).map(gitlabChange),
      projects: names.map((name) =>
        projectChanges(
          name,
          changed.filter((item) => projectOf(item) === name),
        ),
      ),
      runners: rest
        .filter(isRunner)
        .map((item) => ({ ...gitlabChange(item), kind: "runner", name: runnerOf(item, tree) })),
      unchanged: items.length - changed.length,
    },
  };
}

function runnerOf(item: StepItem, tree: StepTree): string {
  return tree.above(item, runnerType)?.name ?? item.name;
}

function projectChanges(name: string, items: readonly StepItem[]): ProjectChanges {
  const project = items.find(({ type }) => type === types.gitlabProject);
  const { action = "update", why = [] } = project ? gitlabChange(project) : {};
  const changes = items.filter((item) => item !== project).map(gitlabChange);
  return { name, action, why, changes: changes.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)) };
}

function rank({ kind, name }: Change): string {
  return `${kind} ${name}`;
}

function gitlabChange(item: StepItem): Change {
  const { inputs = {} } = stateOf(item);
  const { kind, name } = gitlabIdentity(item.type, inputs) ?? { kind: item.type, name: item.name };
  const isChanged = item.action === "update" || item.action === "replace";
  return { kind, name, action: item.action, why: isChanged ? differingInputs(item).map(reasonOf) : [] };
}

function reasonOf({ name, before, after }: EntryChange<unknown>): Reason {
  const what = gitlabWord(name);
  const isShown =
    isGitLabChoice(name) && ![before, after].some((value) => holdsSecret(value) || isUnknown(value));
  return {
    what,
    text: isShown ? `${what}: ${word(before)} → ${word(after)}` : `${what} ${changeWord(before, after)}`,
  };
}

function word(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ") || "none";
  return value === undefined ? "none" : String(value).replace(/^refs\/heads\//, "");
}
