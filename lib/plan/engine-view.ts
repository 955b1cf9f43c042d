import type { StackPlan } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import type { Container } from "../docker/containers.ts";
import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import { type NetworkToRemove, networkInUseProblems } from "../docker/networks-in-use.ts";
import type { Observation } from "../docker/observation.ts";
import { isOurs, type Owner } from "../docker/ownership.ts";
import { restorationText } from "../docker/restored-label.ts";
import type { Problem } from "../problems/index.ts";
import { declaredNetworks } from "./networks.ts";

/** A restored container that no stack claims any more. */
export interface AbandonedContainer {
  readonly host: string;
  readonly name: string;
}

/** What one engine holds of a stage, and what the stage declares there. */
export interface EngineView {
  readonly engine: Engine;
  /** The first host that has this engine. */
  readonly host: string;
  readonly owner: Owner;
  readonly snapshot: EngineSnapshot;
  /** The stage's part of the snapshot. */
  readonly observed: Observation;
  /** The plans of all its stacks, compared with the engine. */
  readonly plans: readonly StackPlan[];
}

/** Restored containers without a stack. Pulumi knows only their failed successors, so the program removes them. */
export function abandonedContainers({ host, observed, plans }: EngineView): AbandonedContainer[] {
  const names = new Set(plans.flatMap(({ containers }) => containers.map(({ fields }) => fields.name)));
  return [...observed.containers].flatMap(([name, { labels }]) =>
    restorationText(labels) !== undefined && !names.has(name) ? [{ host, name }] : [],
  );
}

/** A line for each restored container. */
export function restoredWarnings(view: EngineView): string[] {
  const gone = new Set(abandonedContainers(view).map(({ name }) => name));
  return [...view.observed.containers].flatMap(([name, { labels }]) => {
    const restoration = restorationText(labels);
    if (restoration === undefined) return [];
    const fate = gone.has(name) ? "its stack is gone, so it is removed" : "the new one is tried again";
    return [`container ${name} on ${view.host} ${restoration}; ${fate}`];
  });
}

/** Problems of containers that would stay on networks which the run removes or replaces. */
export function networkProblems(view: EngineView): Problem[] {
  const { owner, snapshot, observed } = view;
  // Adopted containers carry no label of the stage. Stacks with the network as an external one are reported elsewhere.
  const goes = ({ name, labels }: Container) => isOurs(labels, owner) || observed.containers.has(name);
  return networkInUseProblems(snapshot.containers, leavingNetworks(view), owner, goes);
}

function leavingNetworks({ host, owner, observed, plans }: EngineView): NetworkToRemove[] {
  const declared = declaredNetworks(plans);
  const names = new Set(declared.map(({ fields }) => fields.name));
  const removed = [...observed.networks.values()].filter(
    ({ Name, Labels }) => isOurs(Labels, owner) && !names.has(Name),
  );
  const replaced = declared.filter(({ live }) => live === "other");
  return [
    ...removed.map(({ Name }): NetworkToRemove => ({ name: Name, host, fate: "removed" })),
    ...replaced.map(({ fields }): NetworkToRemove => ({ name: fields.name, host, fate: "replaced" })),
  ];
}
