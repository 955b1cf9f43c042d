import { randomUUID } from "node:crypto";
import { type InputDifference, inputDifferences } from "../../lib/adoption/input-differences.ts";
import type { Inputs } from "../../lib/adoption/input-reading.ts";
import { missingResources } from "../../lib/adoption/missing-resources.ts";
import { kindOf, markCompared, markPending, stateEntry } from "../../lib/adoption/state-entries.ts";
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
import { containerFacts, existingId } from "./engine-facts.ts";

/** What is to be adopted. */
export interface Adoption {
  readonly stage: string;
  readonly cli: PulumiCli;
  /** Of every preview. */
  readonly options: readonly string[];
  /** `<host>/<stack>` */
  readonly stack: string;
  readonly engine: Engine;
  /** Whether a value must not be shown. */
  readonly hides: (value: unknown) => boolean;
}

/** What differs, by the URN of a container; an empty list where nothing does. */
export type Compared = ReadonlyMap<string, readonly InputDifference[]>;

/** How the stack stands after it was adopted. */
export interface Adopted {
  /** Something was adopted just now. */
  readonly isNew: boolean;
  readonly compared: Compared;
  /** Of the whole stage. */
  readonly preview: Preview;
}

/**
 * Puts what exists of a stack into the state, until nothing is left: what one round recorded, such as the id of an
 * image, the inputs of the next one need.
 * @param first what is planned before
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
    // Of what waits for something that will be made anew, a part stays unknown: it differs there.
    const entries = complete.some(kindOf) ? complete : await entriesFor(waiting);
    if (!entries.some(kindOf)) return { isNew, compared, preview };
    isNew = true;
    for (const [urn, found] of await recordEntries(adoption, entries, plan, state)) compared.set(urn, found);
  }
}

/** Entries for what exists, and for what that needs: components and providers. */
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

/** Null for what cannot be recorded. */
async function idFor(engine: Engine, resource: Resource): Promise<string | undefined | null> {
  const made: readonly string[] = [types.dockerProvider, types.stashProvider, types.stash];
  if (made.includes(resource.type)) return randomUUID();
  if (!resource.custom) return undefined;
  return (await existingId(engine, resource)) ?? null;
}

/** Records entries, lets the provider read them, and compares containers with what is wanted of them. */
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

/** By URN. */
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

/** Older engines keep an unset policy as nothing, which the provider does not take for "no". */
async function nameRestartPolicy(engine: Engine, { Id, HostConfig }: InspectedContainer): Promise<void> {
  if (HostConfig.RestartPolicy.Name !== "") return;
  await updateContainer(engine, Id, { RestartPolicy: { Name: "no" } });
}

/** With secrets in memory: only what Pulumi has encrypted is written. */
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
    compared.set(urn, inputDifferences(wanted, await containerFacts(engine, container, wanted, stage)));
  }
  return compared;
}
