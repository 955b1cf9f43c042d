import {
  nameOf,
  type Preview,
  type PreviewStep,
  providerOf,
  type Resource,
  statesAfter,
  types,
  type UpdatePlan,
} from "../state/index.ts";

/** The planned resources of a stack: networks, volumes, containers, and images that it builds. */
export function plannedResourcesOf(preview: Preview, stack: string): PreviewStep[] {
  const states = statesAfter(preview);
  const top = [...states.values()].find(({ type, urn }) => type === types.hostStack && nameOf(urn) === stack);
  const isBelow = (urn: string): boolean => {
    const parent = states.get(urn)?.parent;
    return parent !== undefined && (parent === top?.urn || isBelow(parent));
  };
  return preview.steps.filter(({ urn }) => isBelow(urn));
}

/**
 * The resources that the state lacks for a stack: the stage's id, the components above and the resources below the stack,
 * its provider and its images. Each comes after the resources that it needs. Secrets among the inputs are ciphertext.
 */
export function missingResources(preview: Preview, plan: UpdatePlan, stack: string): Resource[] {
  const states = statesAfter(preview);
  const needed = new Set<string>();
  const need = (urn: string | undefined) => {
    const state = urn === undefined ? undefined : states.get(urn);
    if (!state || needed.has(state.urn)) return;
    needed.add(state.urn);
    for (const other of [state.parent, providerOf(state), ...(state.dependencies ?? [])]) need(other);
  };
  for (const { urn } of plannedResourcesOf(preview, stack)) need(urn);
  for (const { urn, type } of states.values()) if (type === types.stash) need(urn);
  // A preview does not show Pulumi's built-in provider. A state that has a stash has it, too.
  let hasBuiltIn = preview.steps.some(
    ({ op, oldState, newState }) => op !== "create" && (oldState ?? newState)?.type === types.stash,
  );
  return preview.steps.flatMap(({ op, urn, newState }) => {
    if (op !== "create" || !newState || !needed.has(urn)) return [];
    const resource = {
      ...newState,
      inputs: plan.resourcePlans[urn]?.goal?.inputDiff?.adds ?? newState.inputs ?? {},
    };
    if (newState.type !== types.stash || hasBuiltIn) return [resource];
    hasBuiltIn = true;
    const builtIn = {
      urn: providerOf(newState) ?? "",
      type: types.stashProvider,
      custom: true,
      inputs: {},
    };
    return [builtIn, resource];
  });
}
