import { labelsIn } from "../state/index.ts";
import { effectOf } from "./effects.ts";
import { dependenciesOf } from "./list-reasons.ts";
import type { Action, Reason, ServiceChange } from "./model.ts";
import { containerReasons } from "./reasons.ts";
import { type SourceChange, serviceSources } from "./sources.ts";
import { type StepItem, stateOf } from "./step-tree.ts";
import { thingName } from "./things.ts";

export interface StackContext {
  readonly host: string;
  /** The stack's folder, from the repository's root. */
  readonly folder: string;
  readonly sources: SourceChange;
  readonly volumes: readonly StepItem[];
  readonly networks: readonly StepItem[];
  /** Of all services, in the order of the preview. */
  readonly containers: readonly StepItem[];
}

/** Every service of a stack, unchanged ones included. */
export function serviceChanges(context: StackContext): ServiceChange[] {
  const { containers } = context;
  const names = [...new Set(containers.map(serviceOf))].sort();
  const ofService = (name: string) => containers.filter((each) => serviceOf(each) === name);
  const actions = new Map(names.map((name) => [name, actionOf(ofService(name))]));
  return names.map((name) => serviceChange(name, ofService(name), actions, context));
}

/** The service of a container: its label, or else its logical name without the number of a replica. */
export function serviceOf(item: StepItem): string {
  const label = labelsIn(stateOf(item).inputs)["com.docker.compose.service"];
  return label ?? item.name.slice(item.name.lastIndexOf("/") + 1);
}

function serviceChange(
  name: string,
  containers: readonly StepItem[],
  actions: ReadonlyMap<string, Action>,
  context: StackContext,
): ServiceChange {
  const action = actions.get(name) ?? "unchanged";
  const replicas = {
    before: containers.filter(({ before }) => before).length,
    after: containers.filter(({ after }) => after).length,
  };
  const effect = effectOf({
    action,
    containers,
    volumes: context.volumes,
    dependents: dependentsOf(name, actions, context),
    host: context.host,
  });
  return { kind: "service", name, action, why: whyOf(name, containers, actions, context), replicas, effect };
}

function actionOf(containers: readonly StepItem[]): Action {
  const actions = new Set(containers.map(({ action }) => action));
  const [only] = actions;
  if (actions.size === 1 && only) return only;
  return actions.has("replace") ? "replace" : "update";
}

/** The services that restart with it, and the services that are replaced because they share its network or volumes. */
function dependentsOf(
  name: string,
  actions: ReadonlyMap<string, Action>,
  { containers }: StackContext,
): string[] {
  const depending = containers.filter((each) =>
    dependenciesOf(stateOf(each)).some(({ service, restarts }) => service === name && restarts),
  );
  const names = depending.map(serviceOf).filter((each) => each !== name && actions.get(each) !== "delete");
  return [...new Set(names)].sort();
}

/** Replicas change for the same reasons. */
function whyOf(
  name: string,
  containers: readonly StepItem[],
  actions: ReadonlyMap<string, Action>,
  { sources, folder, ...context }: StackContext,
): Reason[] {
  const before = containers.filter((each) => each.before).length;
  const after = containers.filter((each) => each.after).length;
  const scaled = before > 0 && after > 0 && before !== after;
  const changed = containers.find(({ action }) => action === "replace" || action === "update");
  const replaced = changed
    ? dependenciesOf(changed.after)
        .map(({ service }) => service)
        .filter((service) => actions.get(service) === "replace")
    : [];
  const networks = context.networks.filter(({ action }) => action === "replace").map(thingName);
  return [
    ...(scaled ? [{ what: "deploy.replicas", text: `replicas ${before} → ${after}` }] : []),
    ...(changed
      ? containerReasons(changed, { sources: serviceSources(sources, name), folder, replaced, networks })
      : []),
  ];
}
