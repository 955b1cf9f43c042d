import { randomUUID } from "node:crypto";
import { type Difference, differences } from "../adoption/differences.ts";
import { entry, kindOf, revealed, sealed, unsealed } from "../adoption/entries.ts";
import type { Inputs } from "../adoption/reading.ts";
import { isUnknown, missing, type Plan, type Resource } from "../adoption/wanted.ts";
import type { Engine } from "../engine/client.ts";
import { existing, inspected, living } from "./adopted-things.ts";
import { CommandError, demand, feed } from "./pulumi.ts";
import { planned } from "./planned.ts";

/** What `pulumi stack export` prints; all that is not used here is kept as it is. */
export interface State {
  readonly deployment: { readonly resources?: readonly Resource[] };
}

interface Adoption {
  readonly stage: string;
  /** `<host>/<stack>` */
  readonly stack: string;
  readonly engine: Engine;
  /** Whether a value must not be shown. */
  readonly hides: (value: unknown) => boolean;
}

/** What differs, by the URN of a container; an empty list where nothing does. */
export type Compared = ReadonlyMap<string, readonly Difference[]>;

/**
 * Puts what exists of a stack into the state, until nothing more of it is known completely: what one round recorded,
 * such as the id of an image, the inputs of the next one need.
 */
export async function adopt(adoption: Adoption): Promise<Compared> {
  const compared = new Map<string, readonly Difference[]>();
  for (let isLast = false; ; ) {
    const { preview, plan } = await planned(adoption.stage);
    const waiting = missing(preview, plan, adoption.stack);
    const entries = await entriesFor(adoption, waiting, plan, isLast);
    const isTaken = entries.some((each) => kindOf(each));
    if (isTaken) for (const [urn, found] of await record(adoption, entries, plan)) compared.set(urn, found);
    else if (isLast) return compared;
    // At the end even that is taken of which something stays unknown: it differs there.
    isLast = !isTaken;
  }
}

/** Entries for what exists and is completely known, and for what they need: components and providers. */
async function entriesFor(
  { engine, stage }: Adoption,
  waiting: readonly Resource[],
  plan: Plan,
  isLast: boolean,
): Promise<Resource[]> {
  const { deployment } = await exportState(stage);
  const recorded = new Map((deployment.resources ?? []).map(({ urn, id }) => [urn, id]));
  const entries: Resource[] = [];
  for (const resource of waiting) {
    const id = await idFor(engine, resource, isLast);
    if (id === null) continue;
    entries.push(entry(resource, id, plan, recorded));
    recorded.set(resource.urn, id);
  }
  return entries;
}

/** Null for what cannot be recorded. */
async function idFor(engine: Engine, resource: Resource, isLast: boolean): Promise<string | undefined | null> {
  if (resource.type.startsWith("pulumi:providers:docker")) return randomUUID();
  if (!resource.custom) return undefined;
  if (!isLast && isUnknown(resource.inputs)) return null;
  return (await existing(engine, resource)) ?? null;
}

/** Records entries, lets the provider read them, and compares containers with what is wanted of them. */
async function record(adoption: Adoption, entries: readonly Resource[], plan: Plan): Promise<Compared> {
  const { stage, engine, hides } = adoption;
  const state = await exportState(stage);
  const containers = new Map<string, { id: string; labels: Readonly<Record<string, string>> }>();
  const open = await Promise.all(
    entries.map(async (each) => {
      if (kindOf(each) !== "container" || each.id === undefined) return each;
      const labels = (await inspected(engine, each.id))?.Config.Labels ?? {};
      containers.set(each.urn, { id: each.id, labels });
      return unsealed(each, labels);
    }),
  );
  await importState(stage, withResources(state, [...(state.deployment.resources ?? []), ...open]));
  const targets = entries.filter(kindOf).flatMap(({ urn }) => ["--target", urn]);
  await demand(stage, "refresh", "--yes", "--skip-preview", ...targets);
  const shown = await exportState(stage, "--show-secrets");
  const inputsOf = new Map(
    (shown.deployment.resources ?? []).map(({ urn, inputs }) => [urn, revealed(inputs) as Inputs]),
  );
  const compared = new Map<string, readonly Difference[]>();
  for (const [urn, { id, labels }] of containers) {
    const container = await inspected(engine, id);
    if (!container) continue;
    const wanted = plan.resourcePlans[urn]?.goal?.inputDiff?.adds ?? {};
    const inputs = { ...inputsOf.get(urn), ...plainLabels(wanted) };
    compared.set(urn, differences(inputs, await living(engine, container, inputs, stage)));
    containers.set(urn, { id, labels });
  }
  const refreshed = await exportState(stage);
  const closed = (refreshed.deployment.resources ?? []).map((each) => {
    const found = compared.get(each.urn);
    if (!found) return each;
    const labels = containers.get(each.urn)?.labels ?? {};
    return sealed(each, plan.resourcePlans[each.urn]?.goal?.inputDiff?.adds?.labels, labels, found, hides);
  });
  await importState(stage, withResources(refreshed, closed));
  return compared;
}

function plainLabels({ labels }: Inputs): Inputs {
  return { labels };
}

function withResources(state: State, resources: readonly Resource[]): State {
  return { ...state, deployment: { ...state.deployment, resources } };
}

export async function exportState(stage: string, ...options: string[]): Promise<State> {
  return JSON.parse(await demand(stage, "stack", "export", ...options));
}

/** By standard input: what is to be encrypted stands in it in plain text. @throws CommandError */
export async function importState(stage: string, state: State): Promise<void> {
  const outcome = await feed(JSON.stringify(state), stage, "stack", "import");
  if (outcome.code !== 0) throw new CommandError(outcome);
}
