import type { InputDifference } from "../comparison/index.ts";
import { changedProperties, labelsIn, nameOf, type Preview, type PreviewStep } from "../state/index.ts";
import { plannedResourcesOf } from "./missing-resources.ts";
import { kindOf } from "./state-entries.ts";

/** A line for each resource of a stack: whether it is adopted, and what the next run does if it differs. */
export function adoptionLines(
  preview: Preview,
  stack: string,
  compared: ReadonlyMap<string, readonly InputDifference[]>,
): string[] {
  return plannedResourcesOf(preview, stack).flatMap((step) => {
    const state = step.newState ?? step.oldState;
    const kind = state && kindOf(state);
    if (!kind) return [];
    const name = nameOf(step.urn).slice(stack.length + 1);
    return [`${stack} ${kind} ${name}: ${fate(step, compared.get(step.urn) ?? [])}`];
  });
}

function fate(step: PreviewStep, differing: readonly InputDifference[]): string {
  if (step.op === "same") return "adopted";
  if (step.op === "create") return "missing, the next run creates it";
  const told = differing.map(({ input }) => input);
  const inputs = told.length > 0 ? told : changedProperties(step);
  // A container that is as declared keeps its incarnation, which is one of its labels.
  const isByHand = told.length === 0 && inputs.join() === "labels";
  const what = isByHand ? "limits or networks changed by hand" : inputs.join(", ");
  const verb = step.op === "update" ? "changes" : "replaces";
  return `differs in ${what}, the next run ${verb} it`;
}

/** The compose project of a planned stack. */
export function projectOf(preview: Preview, stack: string): string | undefined {
  const labels = plannedResourcesOf(preview, stack).map(({ newState }) => labelsIn(newState?.inputs));
  return labels.map((each) => each["com.docker.compose.project"]).find(Boolean);
}

/** The names of a stack's planned containers. */
export function containersOf(preview: Preview, stack: string): string[] {
  return plannedResourcesOf(preview, stack).flatMap(({ newState }) =>
    newState && kindOf(newState) === "container" ? [String(newState.inputs?.name)] : [],
  );
}
