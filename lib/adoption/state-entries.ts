import { buildLabel, type Labels } from "../docker/labels.ts";
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
import type { InputDifference } from "./input-differences.ts";
import type { Inputs } from "./input-reading.ts";

const kinds = ["container", "network", "volume", "image"] as const;

/** The kind of thing on an engine that a resource is; nothing for components, providers and others. */
export function kindOf({ type }: Resource): (typeof kinds)[number] | undefined {
  return kinds.find((kind) => types[kind] === type);
}

/**
 * An entry of the state for something that exists: as it would be recorded had it been made so, as far as the outputs
 * are known. What is known only later is left out.
 * @param recorded URNs that the state knows by then, and the ids of providers
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
 * Nobody knows what an image was built from. Recorded without the label that would say so, it is taken as it is until
 * its files change.
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

/** What the provider would choose and never reads: without a value it would choose again. */
const unread = { envs: [] };

/** A container's entry that is not compared yet: it has the hash of Compose, and so would be replaced. */
export function markPending(entry: Resource, live: Labels): Resource {
  return withLabels(entry, (labels) => withHash(labels, live[hashLabel]) ?? listOf(live));
}

/**
 * A container's entry after the comparison. Where nothing differs it has all that the program wants, its labels too,
 * though those of a living container cannot be changed. Else it has what really runs, and so will be replaced.
 * @param entry as it is after `markPending`, and after the provider has read it
 * @param wanted the inputs as the program wants them
 * @param hides whether a value must not be shown
 */
export function markCompared(
  entry: Resource,
  wanted: PropertyMap,
  live: Labels,
  differing: readonly InputDifference[],
  hides: (value: unknown) => boolean,
): Resource {
  const whole = { ...entry, inputs: wanted };
  // The provider has an order of its own for what it reads.
  if (differing.length === 0)
    return withLabels(whole, (labels) => withHash(labels, labelsIn(wanted)[hashLabel]) ?? wanted.labels);
  const real = Object.fromEntries(
    differing.flatMap(({ input, is }): [string, unknown][] => {
      if (input === "labels" || is === undefined) return [];
      return [[input, hides(is) || holdsSecret(wanted[input]) ? asSecret(is) : is]];
    }),
  );
  const differs = { ...whole, inputs: { ...wanted, ...real }, outputs: { ...entry.outputs, ...real } };
  // The hash tells that something differs; people's own labels are shown where they do.
  return differing.some(({ input }) => input === "labels")
    ? withLabels(differs, () => listOf(live))
    : markPending(differs, live);
}

/** With other labels, both as they were given and as they are known. */
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

const hashLabel = "com.docker.compose.config-hash";

/** Undefined where this is no list of labels, but a secret. */
function withHash(labels: unknown, hash = ""): unknown[] | undefined {
  if (!Array.isArray(labels)) return undefined;
  return labels.map((each) => (each?.label === hashLabel ? { ...each, value: hash } : each));
}

/** By which labels Docker Compose knows what these inputs describe. */
export function identityOf({ labels }: Inputs): Labels {
  return Array.isArray(labels) ? composeIdentity(labels.filter((each) => each?.label)) : {};
}
