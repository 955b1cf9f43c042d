import { isAboutRun, type PolicyResult, policyLine } from "../policy/index.ts";
import { aligned } from "./columns.ts";
import type {
  Change,
  Effect,
  PreviewMessage,
  ProjectChanges,
  ServiceChange,
  StackChanges,
  StageChanges,
} from "./model.ts";
import { comesOrGoes, contentText } from "./project-content.ts";
import { stacksOf } from "./stage-changes.ts";
import { deedOf } from "./things.ts";

/** What a run would change, for a terminal: what stops an update and warnings first, then a row for each change, then the files. */
export function changeLines(changes: StageChanges): string[] {
  const rows = [
    ...changes.servers.flatMap(stackRows),
    ...changes.hosts.flatMap(({ name, changes, images, stacks }) => [
      ...[...changes, ...images].flatMap((change) => changeRows(name, change)),
      ...stacks.flatMap(stackRows),
    ]),
    ...gitlabRows(changes),
    ...changes.others.flatMap((change) => changeRows("", change)),
  ];
  const table = rows.length > 0 ? ["", ...aligned(withoutEmptyColumns([header, ...rows]))] : [];
  return [
    summary(changes),
    ...messageLines(changes, "error"),
    ...warningLines(changes),
    ...policyLines(changes.policy),
    ...messageLines(changes, "warning"),
    ...table,
    ...fileLines(changes),
    ...messageLines(changes, "info"),
  ];
}

const header = ["WHERE", "WHAT", "CHANGE", "WHY", "EFFECT"];

/** Removes columns that are empty except for their header. */
function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const isUsed = (column: number) => rows.slice(1).some((row) => row[column] !== "");
  return rows.map((row) => row.filter((_, column) => isUsed(column)));
}

const verbs = {
  create: "to create",
  replace: "to replace",
  update: "to update",
  delete: "to delete",
} as const;

/** Such as `Stage prod: 1 to create, 2 to replace; 41 unchanged, 1 unknown.` */
export function summary({ stage, counts, isChanged }: StageChanges): string {
  const changed = Object.entries(verbs).flatMap(([action, verb]) => {
    const count = counts[action as keyof typeof verbs];
    return count > 0 ? [`${count} ${verb}`] : [];
  });
  const unknown = counts.unknown > 0 ? `, ${counts.unknown} unknown` : "";
  return `Stage ${stage}: ${isChanged ? changed.join(", ") : "nothing to change"}; ${counts.unchanged} unchanged${unknown}.`;
}

function warningLines({ warnings }: StageChanges): string[] {
  if (warnings.length === 0) return [];
  return ["", ...aligned(warnings.map(({ place, text }) => ["!", place, text]))];
}

/** The broken rules about the run as a whole. Pulumi's own output has those about services and projects only. */
export function runPolicyLines({ policy }: StageChanges): string[] {
  return policyLines(policy?.filter(isAboutRun));
}

/** A line for each broken rule. */
function policyLines(policy: readonly PolicyResult[] = []): string[] {
  if (policy.length === 0) return [];
  const word = { deny: "denied", warn: "warning" };
  return ["", ...policy.map((result) => `${word[result.level]}: ${policyLine(result)}`)];
}

function messageLines({ messages }: StageChanges, severity: PreviewMessage["severity"]): string[] {
  const found = messages.filter((message) => message.severity === severity);
  const word = severity === "info" ? "note" : severity;
  return found.length > 0 ? ["", ...found.map(({ text }) => `${word}: ${text}`)] : [];
}

function stackRows(stack: StackChanges): string[][] {
  if (stack.action === "unknown") return [[stack.id, "", "unknown", "", "its host does not answer"]];
  return [
    ...stack.services.flatMap((service) => serviceRows(stack.id, service)),
    ...stack.things.flatMap((thing) => changeRows(stack.id, thing)),
  ];
}

function serviceRows(place: string, { name, action, why, replicas, effect }: ServiceChange): string[][] {
  const count = Math.max(replicas.before, replicas.after);
  return reasonRows(
    [place, count > 1 ? `${name} (${count})` : name, action],
    why.map(({ text }) => text),
    effectText(effect),
  );
}

/** The effect of a change, unless the action already says it: something is created, or it ends. */
function effectText({ text, interruption }: Effect): string {
  return interruption === "starts" || text === "it ends" ? "" : text;
}

function gitlabRows({ gitlab: { group, projects, runners } }: StageChanges): string[][] {
  return [
    ...[...group, ...runners].flatMap((change) => changeRows("gitlab", change)),
    ...projects.flatMap(projectRows),
  ];
}

/** The parts of a project come and go with it, so they are only counted. */
function projectRows(project: ProjectChanges): string[][] {
  const { name, action, why, changes } = project;
  if (comesOrGoes(project))
    return reasonRows(["gitlab", `project ${name}`, action], [contentText(changes)], "");
  const own = why.length > 0 ? changeRows("gitlab", { kind: "project", name, action, why }) : [];
  return [...own, ...changes.flatMap((change) => changeRows(`gitlab ${name}`, change))];
}

function changeRows(place: string, change: Change): string[][] {
  const { kind, name, why } = change;
  return reasonRows(
    [place, `${kind} ${name}`.trim(), deedOf(change)],
    why.map(({ text }) => text),
    "",
  );
}

/** A row for each reason. Only the first has the other cells. */
function reasonRows(cells: readonly string[], reasons: readonly string[], effect: string): string[][] {
  const [first = "", ...more] = reasons;
  return [[...cells, first, effect], ...more.map((text) => ["", "", "", text, ""])];
}

/** The differences of files that may be shown. */
function fileLines(changes: StageChanges): string[] {
  return stacksOf(changes)
    .flatMap(({ files }) => files)
    .flatMap(({ path, diff }) => (diff === undefined ? [] : ["", path, ...diff.trimEnd().split("\n")]));
}
