import { types } from "../state/index.ts";
import { differingInputs } from "./inputs.ts";
import type { Action, Change, HostChanges, Reason } from "./model.ts";
import type { EntryChange } from "./sources.ts";
import { type CountedStack, unknownStack } from "./stack-changes.ts";
import { isChange, type StepItem, type StepTree } from "./step-tree.ts";
import { countedAction, thingChange } from "./things.ts";

export interface CountedHost {
  readonly changes: HostChanges;
  readonly actions: readonly Action[];
}

/** Ids of stacks of a host that does not answer, and that the run leaves as they are; nothing where it answers. */
export function unreachableStacks({ after }: StepItem): readonly string[] | undefined {
  return after?.outputs?.unreachable as readonly string[] | undefined;
}

/** @param stacks all stacks of the host, unchanged ones included */
export function hostChanges(host: StepItem, tree: StepTree, stacks: readonly CountedStack[]): CountedHost {
  const children = tree.childrenOf(host);
  const images = children.filter(({ type }) => type === types.image).map(thingChange);
  const provider = children.find(({ type }) => type === types.dockerProvider);
  const unreachable = unreachableStacks(host);
  const known = new Set(stacks.map(({ changes: { id } }) => id));
  const unknown = (unreachable ?? []).filter((id) => !known.has(id)).map((id) => unknownStack(id, host.name));
  const all = [...stacks, ...unknown].sort((a, b) => (a.changes.id < b.changes.id ? -1 : 1));
  return {
    actions: [...(unreachable ? [] : images.map(countedAction)), ...all.flatMap(({ actions }) => actions)],
    changes: {
      name: host.name,
      answers: unreachable === undefined,
      changes: provider ? hostChange(host, provider) : [],
      images: images.filter(isChange),
      stacks: all.map(({ changes }) => changes).filter(isChange),
    },
  };
}

/** The change of a host is that of its provider. */
function hostChange(host: StepItem, provider: StepItem): Change[] {
  if (!isChange(provider)) return [];
  const isNew = provider.action === "create" || provider.action === "delete";
  const why = differingInputs(provider).map(reasonOf);
  // The log shows nothing of logins, not even that they differ.
  const told = why.length > 0 ? why : [{ what: "login", text: "login of the registry changed" }];
  return [{ kind: "host", name: host.name, action: provider.action, why: isNew ? [] : told }];
}

function reasonOf({ name, before, after }: EntryChange<unknown>): Reason {
  if (name === "host") return { what: "engine", text: `engine ${before} → ${after}` };
  if (name === "registryAuth") return { what: "login", text: "login of the registry changed" };
  return { what: name, text: `${name} changed` };
}
