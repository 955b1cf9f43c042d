import { inputName } from "../state/index.ts";
import { fateOf } from "./effects.ts";
import { isGitLab } from "./gitlab-identity.ts";
import { heldData } from "./held-data.ts";
import type { StackChanges, StageChanges, Warning } from "./model.ts";
import type { StepItem, StepTree } from "./step-tree.ts";

const order: readonly Warning["kind"][] = ["data", "replacement", "removal", "interruption", "unknown"];

/** Warnings sorted by severity, and then by place. */
export function sortedWarnings(warnings: readonly Warning[]): Warning[] {
  const rank = ({ kind, place, text }: Warning) => `${order.indexOf(kind)} ${place} ${text}`;
  return [...warnings].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The warnings of a stack. @param volumes its present and former volumes */
export function stackWarnings(stack: StackChanges, volumes: readonly StepItem[]): Warning[] {
  const warn = (kind: Warning["kind"], text: string): Warning => ({ kind, place: stack.id, text });
  const removed = stack.action === "delete" ? [] : stack.services.filter(({ action }) => action === "delete");
  const anonymous = stack.services.flatMap(({ name, effect }) =>
    effect.data
      .filter(({ isAnonymous, fate }) => isAnonymous && fate === "lost")
      .map(({ volume }) => ({ name, volume })),
  );
  const stopping = stack.services.filter(({ effect }) => effect.dependents.length > 0);
  return [
    ...volumes.flatMap((volume) => volumeWarnings(volume, warn)),
    ...anonymous.map(({ name, volume }) =>
      warn("data", `the anonymous volume of ${name} at ${volume} is deleted with its data`),
    ),
    ...(stack.action === "delete" ? [warn("removal", `the stack is removed${kept(stack)}`)] : []),
    ...removed.map(({ name }) => warn("removal", `service ${name} is removed`)),
    ...stopping.map(({ name, effect }) =>
      warn("interruption", `${name} stops, and ${effect.dependents.join(", ")} with it`),
    ),
  ];
}

function kept({ services, host }: StackChanges): string {
  const names = services.flatMap(({ effect }) =>
    effect.data.filter(({ fate }) => fate === "left").map(({ volume }) => volume),
  );
  const unique = [...new Set(names)];
  if (unique.length === 0) return "";
  const [noun, verb] = unique.length > 1 ? ["volumes", "stay"] : ["volume", "stays"];
  return `; ${noun} ${unique.join(", ")} ${verb} on ${host}`;
}

function volumeWarnings(item: StepItem, warn: (kind: Warning["kind"], text: string) => Warning): Warning[] {
  const { action, before, after } = item;
  const [was, is] = [before && inputName(before), after && inputName(after)];
  const fate = fateOf(item);
  if (action === "delete" && fate === "lost") return [warn("data", `volume ${was} is deleted with its data`)];
  if (action !== "replace") return [];
  if (fate === "lost")
    return [warn("replacement", `volume ${was} is deleted with its data, and replaced by an empty one`)];
  return [warn("replacement", `volume ${was} is no longer used and stays; ${is} is new`)];
}

/** Projects and the group hold repositories. */
export function gitlabWarnings(tree: StepTree): Warning[] {
  return tree.items.flatMap(({ action, before, urn, type }): Warning[] => {
    const isGoing = (action === "delete" || action === "replace") && !before?.retainOnDelete;
    const held = before && isGoing && isGitLab(type) ? heldData({ ...before, urn }) : undefined;
    if (!held) return [];
    const text = `${held.name} is deleted with ${held.content}`;
    return action === "delete"
      ? [{ kind: "data", place: "gitlab", text }]
      : [{ kind: "replacement", place: "gitlab", text: `${text}, and replaced by an empty one` }];
  });
}

/** A line for each thing that is deleted or replaced: stacks, services, and things with data. */
export function losses({ warnings }: Pick<StageChanges, "warnings">): string[] {
  const kinds: readonly string[] = ["data", "replacement", "removal"];
  return warnings.filter(({ kind }) => kinds.includes(kind)).map(({ place, text }) => `${place}: ${text}`);
}
