import { nameOf, type PreviewStep, providerOf, type Report, type Resource } from "../state/index.ts";
import type { Action } from "./model.ts";

/** A resource in a preview. */
export interface StepItem {
  readonly urn: string;
  readonly type: string;
  /** Its logical name. */
  readonly name: string;
  readonly action: Action;
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
  /** Property paths in which its provider sees a difference. */
  readonly differing: readonly string[];
  /** The program's messages about it. */
  readonly said: readonly string[];
}

/** The resources of a preview, and how they belong together. */
export class StepTree {
  /** Sorted by URN, because Pulumi's own order differs in each run. */
  readonly items: readonly StepItem[];
  readonly #byUrn: ReadonlyMap<string, StepItem>;

  constructor({ steps, diagnostics }: Report) {
    const of = (each: string) => diagnostics.filter(({ urn }) => urn === each);
    const messages = (urn: string) => of(urn).map(({ message }) => message);
    const sorted = [...steps].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    this.items = sorted.flatMap((step) => itemOf(step, messages(step.urn)) ?? []);
    this.#byUrn = new Map(this.items.map((item) => [item.urn, item]));
  }

  ofType(type: string): StepItem[] {
    return this.items.filter((item) => item.type === type);
  }

  parentOf(item: StepItem): StepItem | undefined {
    return this.#byUrn.get(stateOf(item).parent ?? "");
  }

  childrenOf(parent: StepItem): StepItem[] {
    return this.items.filter((item) => stateOf(item).parent === parent.urn);
  }

  /** The nearest resource above one, of one of these types. */
  above(item: StepItem, ...types: readonly string[]): StepItem | undefined {
    const parent = this.parentOf(item);
    return parent === undefined || types.includes(parent.type) ? parent : this.above(parent, ...types);
  }

  /** Name of the host on whose engine something is. */
  hostOf(item: StepItem): string | undefined {
    const provider = this.#byUrn.get(providerOf(stateOf(item)) ?? "");
    return provider && this.parentOf(provider)?.name;
  }
}

/** The later state of a resource, or its last state if it is deleted. */
export function stateOf({ after, before }: StepItem): Resource {
  return (after ?? before) as Resource;
}

export function isChange({ action }: { readonly action: Action }): boolean {
  return action !== "unchanged";
}

const actions: Readonly<Record<string, Action>> = {
  create: "create",
  import: "create",
  same: "unchanged",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** Undefined for a resource that an earlier run has replaced and this one only removes. */
function itemOf(
  { op, urn, oldState, newState, detailedDiff }: PreviewStep,
  said: string[],
): StepItem | undefined {
  const action = actions[op];
  const state = newState ?? oldState;
  if (!action || !state || (op === "delete" && oldState?.delete)) return undefined;
  return {
    urn,
    type: state.type,
    name: nameOf(urn),
    action,
    before: oldState ?? undefined,
    after: newState ?? undefined,
    differing: Object.keys(detailedDiff ?? {}),
    said,
  };
}
