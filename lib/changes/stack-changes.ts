import { types } from "../state/index.ts";
import { type FileTexts, fileChanges } from "./file-changes.ts";
import type { Action, Change, StackChanges, Warning } from "./model.ts";
import { serviceChanges } from "./services.ts";
import { sourcesOf } from "./sources.ts";
import { isChange, type StepItem, type StepTree } from "./step-tree.ts";
import { countedAction, thingChange } from "./things.ts";
import { stackWarnings } from "./warnings.ts";

/** The changes of a stack, and all its things, also unchanged ones. */
export interface CountedStack {
  readonly changes: StackChanges;
  readonly actions: readonly Action[];
  readonly warnings: readonly Warning[];
}

/** @param stack a HostStack @param isUnknown its host does not answer */
export function stackChanges(
  stack: StepItem,
  tree: StepTree,
  texts: FileTexts,
  isUnknown: boolean,
): CountedStack {
  const children = tree.childrenOf(stack);
  const ofType = (type: string) => children.filter((item) => item.type === type);
  const host = children.map((item) => tree.hostOf(item)).find((name) => name !== undefined) ?? "";
  if (isUnknown) return unknownStack(stack.name, host);
  const sources = sourcesOf(stack);
  const containers = ofType(types.container);
  const folder = `stacks/${stack.name}`;
  const volumes = ofType(types.volume);
  const networks = ofType(types.network);
  const services = serviceChanges({ host, folder, sources, volumes, networks, containers });
  const things = [types.network, types.volume, types.image].flatMap((type) => ofType(type).map(thingChange));
  const all: Change[] = [...services, ...things];
  const changed = services.filter(isChange);
  const changes: StackChanges = {
    id: stack.name,
    host,
    action: stackAction(stack, all),
    services: changed,
    things: things.filter(isChange),
    files: fileChanges(sources, changed, texts),
    unchanged: all.length - all.filter(isChange).length,
  };
  return { changes, actions: all.map(countedAction), warnings: stackWarnings(changes, volumes) };
}

/** A stack on a host that does not answer. */
export function unknownStack(id: string, host: string): CountedStack {
  const nothing = { services: [], things: [], files: [], unchanged: 0 };
  return { warnings: [], actions: ["unknown"], changes: { id, host, action: "unknown", ...nothing } };
}

/** The action of a stack, from those of its things: Pulumi never changes the component itself. */
function stackAction(stack: StepItem, all: readonly Change[]): Action {
  if (stack.action === "create" || stack.action === "delete") return stack.action;
  return all.some(isChange) ? "update" : "unchanged";
}
