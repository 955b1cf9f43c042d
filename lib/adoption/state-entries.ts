import type { InputDifference, Inputs } from "../comparison/index.ts";
import { buildLabel, configHashLabel, type Labels } from "../docker/labels.ts";
import { composeIdentity } from "../docker/ownership.ts";
import {
  asSecret,
  holdsSecret,
  isProvider,
  labelsIn,
  type PropertyMap,
  providerOf,
  type Resource,
  types,
  type UpdatePlan,
  unknownValue,
  withoutUnknown,
  withReferences,
} from "../state/index.ts";

const kinds = ["container", "network", "volume", "image"] as const;

/** The kind of a resource on an engine. Undefined for components, providers and other resources. */
export function kindOf({ type }: Resource): (typeof kinds)[number] | undefined {
  return kinds.find((kind) => types[kind] === type);
}

/**
 * A state entry for something that exists, as Pulumi would have recorded it after creating it. Outputs that are not
 * known yet are left out.
 * @param recorded URNs and ids of the resources that the state has by then
 */
export function stateEntry(
  resource: Resource,
  id: string | undefined,
  plan: UpdatePlan,
  recorded: ReadonlyMap<string, string | undefined>,
): Resource {
  const inputs = withoutBuildLabel(resource, withoutUnknown(resource.inputs ?? {}));
  const { __internal: _, ...own } = inputs;
  const planned = withoutBuildLabel(resource, withoutUnknown(plan.resourcePlans[resource.urn]?.state ?? {}));
  const outputs = isProvider(resource)
    ? own
    : { ...(kindOf(resource) === "container" && unread), ...planned };
  const provider = providerOf(resource);
  return {
    ...withReferences(resource, (urn) => recorded.has(urn)),
    inputs,
    outputs,
    ...(id !== undefined && { id }),
    ...(provider && { provider: `${provider}::${recorded.get(provider) ?? unknownValue}` }),
  };
}

/**
 * It is unknown what an adopted image was built from. So it is recorded without the label that names its sources, and
 * counts as up to date until its files change.
 */
function withoutBuildLabel(resource: Resource, values: PropertyMap): PropertyMap {
  const build = values.build as PropertyMap | undefined;
  if (kindOf(resource) !== "image" || !build) return values;
  const unlabelled = ["label", "labels"].map((name) => {
    const { [buildLabel]: _, ...others } = { ...(build[name] as Labels | undefined) };
    return [name, others];
  });
  return { ...values, build: { ...build, ...Object.fromEntries(unlabelled) } };
}

/** Outputs that the provider chooses and never reads. Without a value it would choose again. */
const unread = { envs: [] };

/**
 * Marks a container's entry as not compared yet: it gets the config-hash of Docker Compose, so that a run would replace
 * the container.
 */
export function markPending(entry: Resource, live: Labels): Resource {
  return withLabels(entry, (labels) => withHash(labels, live[configHashLabel]) ?? listOf(live));
}

/**
 * Marks a container's entry as compared. If nothing differs, it gets all wanted inputs, with the wanted labels, though a
 * running container's labels cannot change. Otherwise it gets the container's real values, so that the next run
 * replaces it.
 * @param entry the entry after `markPending` and after a refresh
 * @param wanted the planned inputs
 * @param hides true for a value that contains a secret
 */
export function markCompared(
  entry: Resource,
  wanted: PropertyMap,
  live: Labels,
  differing: readonly InputDifference[],
  hides: (value: unknown) => boolean,
): Resource {
  const whole = { ...entry, inputs: wanted };
  // The provider reads lists in another order.
  if (differing.length === 0)
    return withLabels(
      whole,
      (labels) => withHash(labels, labelsIn(wanted)[configHashLabel]) ?? wanted.labels,
    );
  const real = Object.fromEntries(
    differing.flatMap(({ input, is }): [string, unknown][] => {
      if (input === "labels" || is === undefined) return [];
      return [[input, hides(is) || holdsSecret(wanted[input]) ? asSecret(is) : is]];
    }),
  );
  const differs = { ...whole, inputs: { ...wanted, ...real }, outputs: { ...entry.outputs, ...real } };
  // The config-hash says that something differs. People's own labels are recorded if they differ.
  return differing.some(({ input }) => input === "labels")
    ? withLabels(differs, () => listOf(live))
    : markPending(differs, live);
}

/** An entry with other labels in its inputs and outputs. */
function withLabels(entry: Resource, change: (labels: unknown) => unknown): Resource {
  const { inputs = {}, outputs = {} } = entry;
  return {
    ...entry,
    inputs: { ...inputs, labels: change(inputs.labels) },
    outputs: { ...outputs, labels: change(outputs.labels) },
  };
}

function listOf(labels: Labels): { label: string; value: string }[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}

/** The labels with another config-hash. Undefined if they are a secret instead of a list. */
function withHash(labels: unknown, hash = ""): unknown[] | undefined {
  if (!Array.isArray(labels)) return undefined;
  return labels.map((each) => (each?.label === configHashLabel ? { ...each, value: hash } : each));
}

/** The labels by which Docker Compose identifies the thing with these inputs. */
export function identityOf({ labels }: Inputs): Labels {
  return Array.isArray(labels) ? composeIdentity(labels.filter((each) => each?.label)) : {};
}
