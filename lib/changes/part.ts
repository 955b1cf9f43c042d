import {
  type Deployment,
  nameOf,
  type PreviewStep,
  providerOf,
  type Report,
  type Resource,
  typeOf,
  types,
} from "../state/index.ts";

/** The part of a preview that concerns one stack. */
export interface StackPart {
  /** The steps of the stack and of the components above it. */
  readonly report: Report;
  /** URNs of the stack and of the resources that a run has to change for it. */
  readonly targets: readonly string[];
}

/**
 * The steps of one stack: of its resources, and of the images that its containers run or ran. The images belong to the host.
 * @param stack its id, `<host>/<stack>`
 * @param deployment the state before. What a failed run has replaced there and not deleted yet is deleted too: Pulumi refuses
 * a run that would delete a child of the stack and does not target it
 * @returns undefined if the stage declares no such stack
 */
export function partOfStack(
  { steps, diagnostics }: Report,
  stack: string,
  { resources }: Pick<Deployment, "resources">,
): StackPart | undefined {
  const own = steps.find(({ urn }) => typeOf(urn) === types.hostStack && nameOf(urn) === stack);
  if (!own) return undefined;
  const children = steps.filter((step) => stateOf(step)?.parent === own.urn);
  const used = new Set(children.flatMap((step) => [step.newState, step.oldState].flatMap(imageIn)));
  const images = steps.filter((step) => {
    const state = stateOf(step);
    return state?.type === types.image && used.has(imageName(state, state.inputs?.name));
  });
  const parts = [own, ...children, ...images];
  const providers = children.map((step) => providerOf(stateOf(step) ?? {}));
  const above = new Set([...ancestors(own, steps), ...providers]);
  const around = steps.filter(({ urn }) => above.has(urn));
  const urns = new Set(parts.map(({ urn }) => urn));
  const changed = parts.filter(({ op }) => op !== "same").map(({ urn }) => urn);
  const leftOver = resources.filter((each) => each.delete && urns.has(each.urn)).map(({ urn }) => urn);
  return {
    report: {
      steps: [...around, ...parts],
      diagnostics: diagnostics.filter(({ urn }) => urn === undefined || urns.has(urn)),
    },
    targets: changed.length > 0 ? [...new Set([own.urn, ...changed, ...leftOver])] : [],
  };
}

/** The image of a container on its engine. */
function imageIn(state: Resource | null | undefined): string[] {
  return state?.type === types.container ? [imageName(state, state.inputs?.image)] : [];
}

function imageName(state: Resource, reference: unknown): string {
  return `${providerOf(state)} ${reference}`;
}

function ancestors(step: PreviewStep, steps: readonly PreviewStep[]): string[] {
  const parent = stateOf(step)?.parent;
  const above = parent && steps.find(({ urn }) => urn === parent);
  return above ? [above.urn, ...ancestors(above, steps)] : [];
}

function stateOf({ newState, oldState }: PreviewStep): Resource | undefined {
  return newState ?? oldState ?? undefined;
}
