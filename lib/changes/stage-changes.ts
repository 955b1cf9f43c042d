import { refusalIn } from "../problems/refusal.ts";
import type { Report } from "../state/index.ts";
import { types } from "../state/index.ts";
import { type FileTexts, noTexts } from "./file-changes.ts";
import { gitlabChanges } from "./gitlab-changes.ts";
import { hostChanges, unreachableStacks } from "./host-changes.ts";
import type { Action, HostChanges, PreviewMessage, StackChanges, StageChanges, Warning } from "./model.ts";
import { otherChanges } from "./others.ts";
import { type CountedStack, stackChanges } from "./stack-changes.ts";
import { isChange, type StepItem, StepTree, stateOf } from "./step-tree.ts";
import { gitlabWarnings, sortedWarnings } from "./warnings.ts";

/**
 * What a run would change.
 * @param report what `pulumi preview` reported
 * @param texts where the texts of files come from; default: they are not shown
 */
export function stageChanges(stage: string, report: Report, texts: FileTexts = noTexts): StageChanges {
  const tree = new StepTree(report);
  const stacks = new Map(tree.ofType(types.hostStack).map((item) => [item, stackOf(item, tree, texts)]));
  const below = (host: StepItem) =>
    [...stacks].filter(([item]) => tree.parentOf(item) === host).map(([, stack]) => stack);
  const servers = [...stacks]
    .filter(([item]) => tree.parentOf(item)?.type !== types.host)
    .map(([, stack]) => stack);
  const hosts = tree.ofType(types.host).map((host) => hostChanges(host, tree, below(host)));
  const gitlab = gitlabChanges(tree);
  const others = otherChanges(tree);
  const parts = [...servers, ...hosts, gitlab, { actions: others.map(({ action }) => action) }];
  const counts = counted(parts.flatMap(({ actions }) => actions));
  const listed = hosts
    .map(({ changes }) => changes)
    .filter(isWorthListing)
    .sort(byName);
  return {
    format: 1,
    stage,
    isChanged: tree.items.some(
      (item) => isChange(item) && stateOf(item).custom === true && item.type !== types.stash,
    ),
    counts,
    warnings: sortedWarnings([
      ...[...stacks.values()].flatMap(({ warnings }) => warnings),
      ...gitlabWarnings(tree),
      ...listed.flatMap(unreachable),
    ]),
    servers: servers
      .map(({ changes }) => changes)
      .filter(isChange)
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    hosts: listed,
    gitlab: gitlab.changes,
    others: others.filter(isChange),
    messages: messagesOf(report),
  };
}

/** All stacks with a change: the stage's own servers, and those of its hosts. */
export function stacksOf({ servers, hosts }: StageChanges): StackChanges[] {
  return [...servers, ...hosts.flatMap(({ stacks }) => stacks)];
}

function stackOf(item: StepItem, tree: StepTree, texts: FileTexts): CountedStack {
  const host = tree.parentOf(item);
  return stackChanges(item, tree, texts, host?.type === types.host && unreachableStacks(host) !== undefined);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function isWorthListing({ answers, changes, images, stacks }: HostChanges): boolean {
  return !answers || changes.length + images.length + stacks.length > 0;
}

function unreachable({ name, answers, stacks }: HostChanges): Warning[] {
  if (answers) return [];
  const left = stacks.map(({ id }) => id).join(", ") || "what it carries";
  return [{ kind: "unknown", place: name, text: `does not answer: ${left} is left as it is` }];
}

function counted(actions: readonly Action[]): Record<Action, number> {
  const of = (wanted: Action) => actions.filter((action) => action === wanted).length;
  return {
    create: of("create"),
    replace: of("replace"),
    update: of("update"),
    delete: of("delete"),
    unchanged: of("unchanged"),
    unknown: of("unknown"),
  };
}

/**
 * Each message once: a provider may send the same one for each of its resources. The reason of a resource is shown
 * with the resource, and a stack whose host does not answer among the changes.
 */
function messagesOf({ diagnostics }: Report): PreviewMessage[] {
  const messages = diagnostics
    .filter(({ message }) => !/^(new incarnation: |stacks\/\S+: unknown, )/.test(message))
    .map(({ severity, message }): [string, PreviewMessage] => {
      const refusal = refusalIn(message);
      if (refusal !== undefined) return [message, { severity: "error", text: refusal }];
      const shown = severity === "error" || severity === "warning" ? severity : "info";
      return [`${shown} ${message}`, { severity: shown, text: message }];
    });
  return [...new Map(messages).values()];
}
