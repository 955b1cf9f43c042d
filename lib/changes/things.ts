import { engineKind, inputName, types } from "../state/index.ts";
import { fateOf } from "./effects.ts";
import { differingInputs } from "./inputs.ts";
import type { Action, Change, Reason } from "./model.ts";
import { unsaidRenewal } from "./reasons.ts";
import { type StepItem, stateOf } from "./step-tree.ts";

/** A network, a volume or an image. A volume under another name is created, because the former one stays. */
export function thingChange(item: StepItem): Change {
  const fate = item.type === types.volume ? { fate: fateOf(item) } : {};
  const kind =
    item.type === types.image && stateOf(item).inputs?.build ? "built image" : engineKind(item.type);
  const action = fate.fate === "new" ? "create" : item.action;
  return { kind, name: thingName(item), action, why: thingReasons(item), ...fate };
}

/** True for a thing that leaves the stage and stays on its host. */
function staysOnHost({ kind, action, fate }: Change): boolean {
  return fate === "left" || (action === "delete" && /image$/.test(kind));
}

/** The word for what a run does to a thing. An image is pulled or built, and a thing that stays on its host is left. */
export type Deed = Action | "leave" | "pull" | "build";

export function deedOf(change: Change): Deed {
  const { kind, action } = change;
  if (staysOnHost(change)) return "leave";
  if (!/image$/.test(kind)) return action;
  return kind === "image" ? "pull" : "build";
}

/** The action by which a thing is counted. A thing that stays on its host counts as unchanged. */
export function countedAction(change: Change): Action {
  return change.action === "delete" && staysOnHost(change) ? "unchanged" : change.action;
}

/** As its engine calls it. */
export function thingName(item: StepItem): string {
  return inputName(stateOf(item)) ?? item.name.slice(item.name.lastIndexOf("/") + 1);
}

/** The compose keys of inputs of networks, volumes and images. Their values are not shown. */
const keys: Readonly<Record<string, string>> = {
  ipamConfigs: "ipam",
  ipamDriver: "ipam",
  ipamOptions: "ipam",
  driverOpts: "driver_opts",
  options: "driver_opts",
  ipv6: "enable_ipv6",
  triggers: "content",
  build: "content",
};

function thingReasons(item: StepItem): Reason[] {
  if (item.action !== "replace" && item.action !== "update") return [];
  const renewal = unsaidRenewal(item, "it is gone, or was changed by hand");
  const names = differingInputs(item).map(({ name }) => keys[name] ?? name);
  const changed = [...new Set(names)].filter((name) => name !== "labels");
  const named = changed.map((what) => ({ what, text: `${what} changed` }));
  if (named.length > 0) return named;
  return [renewal ?? { what: "labels", text: "labels changed" }];
}
