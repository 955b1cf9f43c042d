import { randomUUID } from "node:crypto";
import { missingResources } from "../../lib/adoption/missing-resources.ts";
import { kindOf, markCompared, markPending, stateEntry } from "../../lib/adoption/state-entries.ts";
import type { Inputs } from "../../lib/comparison/index.ts";
import { type InputDifference, inputDifferences } from "../../lib/comparison/index.ts";
import type { Engine } from "../../lib/docker/client.ts";
import { updateContainer } from "../../lib/docker/container-update.ts";
import { inspectContainer } from "../../lib/docker/containers.ts";
import type { InspectedContainer } from "../../lib/docker/inspected-container.ts";
import {
  exportState,
  importState,
  isUnknown,
  type Planned,
  type Preview,
  type PulumiCli,
  planUpdate,
  type Resource,
  type State,
  types,
  type UpdatePlan,
  withoutUnknown,
  withPlainSecrets,
  withResources,
} from "../../lib/state/index.ts";
import { comparisonFacts, existingId } from "./engine-facts.ts";

/** The stack that is adopted, and the tools for it. */
export interface Adoption {
  readonly stage: string;
  readonly cli: PulumiCli;
  /** Options of every preview. */
  readonly options: readonly string[];
  /** `<host>/<stack>` */
  readonly stack: string;
  readonly engine: Engine;
  /** True for a value that contains a secret. */
  readonly hides: (value: unknown) => boolean;
}

/** The differences of each container, by its URN. The list is empty if nothing differs. */
export type Compared = ReadonlyMap<string, readonly InputDifference[]>;

/** The result of an adoption. */
export interface Adopted {
  /** True if something was adopted in this run. */
  readonly isNew: boolean;
  readonly compared: Compared;
  /** The preview of the whole stage after the adoption. */
  readonly preview: Preview;
}

/**
 * Records what exists of a stack in the state, in rounds until nothing is left: the inputs of one round may need what
 * the round before recorded, such as an image's id.
 * @param first the plan before the adoption
 */
export async function adopt(adoption: Adoption, first: Planned): Promise<Adopted> {
  const compared = new Map<string, readonly InputDifference[]>();
  let isNew = false;
  const { cli, options, stack, engine } = adoption;
  for (let current = first; ; current = await planUpdate(cli, ...options)) {
    const { preview, plan } = current;
    const state = await exportState(cli);
    const waiting = missingResources(preview, plan, stack);
    const entriesFor = (known: readonly Resource[]) => recordable(engine, known, plan, state);
    const complete = await entriesFor(waiting.filter(({ inputs }) => !isUnknown(inputs)));
    // An input stays unknown if it depends on a resource that will be replaced. It counts as different.
    const entries = complete.some(kindOf) ? complete : await entriesFor(waiting);
    if (!entries.some(kindOf)) return { isNew, compared, preview };
    isNew = true;
    for (const [urn, found] of await recordEntries(adoption, entries, plan, state)) compared.set(urn, found);
  }
}

/** State entries for what exists, and for the components and providers that it needs. */
async function recordable(
  engine: Engine,
  resources: readonly Resource[],
  plan: UpdatePlan,
  { deployment }: State,
): Promise<Resource[]> {
  const recorded = new Map(deployment.resources.map(({ urn, id }) => [urn, id]));
  const entries: Resource[] = [];
  for (const resource of resources.filter(({ urn }) => !recorded.has(urn))) {
    const id = await idFor(engine, resource);
    if (id === null) continue;
    entries.push(stateEntry(resource, id, plan, recorded));
    recorded.set(resource.urn, id);
  }
  return entries;
}

/** The id for a resource's entry. Null if it cannot be recorded, undefined if it has no id. */
async function idFor(engine: Engine, resource: Resource): Promise<string | undefined | null> {
  const made: readonly string[] = [types.dockerProvider, types.stashProvider, types.stash];
  if (made.includes(resource.type)) return randomUUID();
  if (!resource.custom) return undefined;
  return (await existingId(engine, resource)) ?? null;
}

/** Records entries, lets the provider refresh them, and compares containers with their planned inputs. */
async function recordEntries(
  adoption: Adoption,
  entries: readonly Resource[],
  plan: UpdatePlan,
  state: State,
): Promise<Compared> {
  const { cli, engine, hides } = adoption;
  const containers = await liveContainers(engine, entries);
  const labelsOf = (urn: string) => containers.get(urn)?.Config.Labels ?? {};
  await Promise.all([...containers.values()].map((container) => nameRestartPolicy(engine, container)));
  const open = entries.map((each) =>
    containers.has(each.urn) ? markPending(each, labelsOf(each.urn)) : each,
  );
  await importState(cli, withResources(state, [...state.deployment.resources, ...open]));
  const compared = await compareContainers(adoption, containers);
  const targets = entries.filter(kindOf).flatMap(({ urn }) => ["--target", urn]);
  await cli(["refresh", "--yes", "--skip-preview", ...targets]);
  if (compared.size === 0) return compared;
  const read = await exportState(cli);
  const closed = read.deployment.resources.map((each) => {
    const found = compared.get(each.urn);
    if (!found) return each;
    const wanted = withoutUnknown(plan.resourcePlans[each.urn]?.goal?.inputDiff?.adds ?? {});
    return markCompared(each, wanted, labelsOf(each.urn), found, hides);
  });
  await importState(cli, withResources(read, closed));
  return compared;
}

type Containers = ReadonlyMap<string, InspectedContainer>;

/** Containers by URN. */
async function liveContainers(engine: Engine, entries: readonly Resource[]): Promise<Containers> {
  const found = await Promise.all(
    entries.map(async (each) => {
      const live =
        kindOf(each) === "container" && each.id ? await inspectContainer(engine, each.id) : undefined;
      return live ? [[each.urn, live] as const] : [];
    }),
  );
  return new Map(found.flat());
}

/** Sets an unset restart policy to "no": the provider does not take the empty name of older engines for it. */
async function nameRestartPolicy(engine: Engine, { Id, HostConfig }: InspectedContainer): Promise<void> {
  if (HostConfig.RestartPolicy.Name !== "") return;
  await updateContainer(engine, Id, { RestartPolicy: { Name: "no" } });
}

/** Compares with plain secrets in memory. Only encrypted ones are written. */
async function compareContainers(
  { stage, cli, engine }: Adoption,
  containers: Containers,
): Promise<Compared> {
  if (containers.size === 0) return new Map();
  const { deployment } = await exportState(cli, "--show-secrets");
  const compared = new Map<string, readonly InputDifference[]>();
  for (const { urn, inputs } of deployment.resources) {
    const container = containers.get(urn);
    if (!container) continue;
    const wanted = withPlainSecrets(inputs) as Inputs;
    compared.set(urn, inputDifferences(wanted, await comparisonFacts(engine, container, wanted, stage)));
  }
  return compared;
}
