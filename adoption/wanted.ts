/** A resource as Pulumi's previews and states write it. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** `<urn>::<id>` */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly inputs?: Values;
  readonly outputs?: Values;
}

export type Values = Readonly<Record<string, unknown>>;

/** What `pulumi preview --json --show-sames` prints, the part that is used here. */
export interface Preview {
  readonly steps?: readonly PreviewStep[];
}

export interface PreviewStep {
  /** `create`, `same`, `update`, `replace` and others. */
  readonly op: string;
  readonly urn: string;
  readonly newState?: Resource | null;
  readonly oldState?: Resource | null;
  /** By property path. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly diffReasons?: readonly string[] | null;
}

/** What `pulumi preview --save-plan` writes: secrets as ciphertext. */
export interface Plan {
  readonly resourcePlans: Readonly<
    Record<
      string,
      { readonly goal?: { readonly inputDiff?: { readonly adds?: Values } }; readonly state?: Values }
    >
  >;
}

/** What stands where a value is known only later. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const stackType = "smallboat:index:HostStack";

/** Of the resource in which a state keeps the id of its stage. */
export const identityType = "pulumi:index:Stash";

/** The resources of a stack that are planned: networks, volumes, containers, and images that it builds. */
export function resourcesOf(preview: Preview, stack: string): PreviewStep[] {
  const states = statesOf(preview);
  const top = [...states.values()].find(({ type, urn }) => type === stackType && nameOf(urn) === stack);
  const isBelow = (urn: string): boolean => {
    const parent = states.get(urn)?.parent;
    return parent !== undefined && (parent === top?.urn || isBelow(parent));
  };
  return (preview.steps ?? []).filter(({ urn }) => isBelow(urn));
}

/**
 * What the state lacks for a stack to stand in it: the id of the stage, all above and below the stack, its provider, its
 * images; each behind what it needs. Secrets among the inputs are ciphertext.
 */
export function missing(preview: Preview, plan: Plan, stack: string): Resource[] {
  const states = statesOf(preview);
  const needed = new Set<string>();
  const need = (urn: string | undefined) => {
    const state = urn === undefined ? undefined : states.get(urn);
    if (!state || needed.has(state.urn)) return;
    needed.add(state.urn);
    for (const other of [state.parent, providerOf(state), ...(state.dependencies ?? [])]) need(other);
  };
  for (const { urn } of resourcesOf(preview, stack)) need(urn);
  for (const { urn, type } of states.values()) if (type === identityType) need(urn);
  return (preview.steps ?? []).flatMap(({ op, urn, newState }) => {
    if (op !== "create" || !newState || !needed.has(urn)) return [];
    const resource = {
      ...newState,
      inputs: plan.resourcePlans[urn]?.goal?.inputDiff?.adds ?? newState.inputs ?? {},
    };
    return newState.type === identityType ? [builtInProvider(newState), resource] : [resource];
  });
}

/** A preview does not show Pulumi's own provider, which the state has to have for what it provides. */
function builtInProvider(resource: Resource): Resource {
  const urn = providerOf(resource) ?? "";
  return { urn, type: "pulumi:providers:pulumi", custom: true, inputs: {} };
}

function statesOf({ steps = [] }: Preview): Map<string, Resource> {
  const states = steps.flatMap(({ urn, newState, oldState }) => {
    const state = newState ?? oldState;
    return state ? [[urn, state] as const] : [];
  });
  return new Map(states);
}

export function providerOf({ provider }: Resource): string | undefined {
  return provider?.slice(0, provider.lastIndexOf("::"));
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Whether a value, or one within it, is known only later. */
export function isUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(unknownValue);
}
