import { inputName, isUnknown, type Resource } from "../state/index.ts";
import { mountsByTarget, sourceOf } from "./list-reasons.ts";
import type { Action, DataEffect, Effect } from "./model.ts";
import { type StepItem, stateOf } from "./step-tree.ts";

export interface EffectContext {
  readonly action: Action;
  /** The service's containers, in the order of their numbers. */
  readonly containers: readonly StepItem[];
  /** Volumes that the stack declares. */
  readonly volumes: readonly StepItem[];
  /** Services of the stack that stop with it. */
  readonly dependents: readonly string[];
  readonly host: string;
}

/** What users notice of a change of a service. */
export function effectOf(context: EffectContext): Effect {
  const interruption = interruptionOf(context);
  const dependents = interruption === "short" || interruption === "ends" ? context.dependents : [];
  const data = dataEffects(context);
  const text = [
    interruptionText(interruption, context, dependents),
    ...data.flatMap((each) => dataText(each, context.host)),
  ];
  return { interruption, dependents, data, text: text.filter(Boolean).join("; ") };
}

function interruptionOf({ action, containers }: EffectContext): Effect["interruption"] {
  if (action === "create") return "starts";
  if (action === "delete") return "ends";
  if (action === "unknown") return "unknown";
  if (action !== "replace") return "none";
  const staying = containers.filter(({ before, after }) => before && after);
  const isRolling = staying.length > 1 && staying.every((each) => hasHealthcheck(stateOf(each)));
  return isRolling || staying.some((each) => each.action === "unchanged") ? "rolling" : "short";
}

/** Without a healthcheck nothing waits until the replica before is ready. */
function hasHealthcheck({ inputs = {} }: Resource): boolean {
  const tests = (inputs.healthcheck as { tests?: string[] } | undefined)?.tests;
  return tests !== undefined && tests[0] !== "NONE";
}

function interruptionText(
  interruption: Effect["interruption"],
  { action, containers }: EffectContext,
  dependents: readonly string[],
): string {
  const too = dependents.length > 0 ? `, of ${dependents.join(" and ")} too` : "";
  switch (interruption) {
    case "starts":
      return "it starts";
    case "ends":
      return `it ends${dependents.length > 0 ? `, and ${dependents.join(" and ")} with it` : ""}`;
    case "rolling":
      return `no interruption: its ${containers.length} replicas are replaced one after another`;
    case "short":
      return `short interruption${too}`;
    case "unknown":
      return "unknown: its host does not answer";
    case "none":
      return action === "unchanged" ? "" : "no interruption";
  }
}

/** The effects on data in its volumes. */
function dataEffects({ action, containers, volumes }: EffectContext): DataEffect[] {
  const first = containers[0];
  if (!first || action === "update" || action === "unchanged" || action === "unknown") return [];
  const [before, after] = [mountsByTarget(first.before), mountsByTarget(first.after)];
  const declared = new Map(volumes.map((volume) => [inputName(stateOf(volume)), volume]));
  const effects = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((place) => {
    const was = before[place] && nameOf(before[place]);
    const is = after[place] && nameOf(after[place]);
    if (was === anonymous || is === anonymous) return anonymousEffect(place, was, is);
    const names = [...new Set([was, is])].filter((name) => name !== undefined);
    return names.flatMap((volume) => namedEffect(volume, declared.get(volume)));
  });
  return effects.filter(({ volume }, index) => effects.findIndex((each) => each.volume === volume) === index);
}

const anonymous = Symbol("anonymous");

/** The volume of a mount. Undefined for a host path. */
function nameOf(mount: object): string | typeof anonymous | undefined {
  const { type, hostPath, volumeName } = mount as { type?: string; hostPath?: string; volumeName?: string };
  const source = sourceOf(mount);
  if (hostPath !== undefined || (type !== undefined && type !== "volume") || isUnknown(source))
    return undefined;
  if (source === undefined) return type === "volume" ? anonymous : undefined;
  return volumeName === undefined && /^[0-9a-f]{64}$/.test(source) ? anonymous : source;
}

/** A replacement keeps the anonymous volumes of its predecessor. A deletion deletes them. */
function anonymousEffect(place: string, was: unknown, is: unknown): DataEffect[] {
  if (was !== anonymous) return [];
  return [{ volume: place, isAnonymous: true, fate: is === anonymous ? "stays" : "lost" }];
}

function namedEffect(volume: string, declared: StepItem | undefined): DataEffect[] {
  const fate = declared ? fateOf(declared) : "stays";
  return [{ volume, isAnonymous: false, fate }];
}

/** The fate of a volume's data. A volume that is replaced under its name loses it; under another name the old one stays. */
export function fateOf({ action, before, after }: StepItem): DataEffect["fate"] {
  if (action === "create") return "new";
  if (action === "delete") return before?.retainOnDelete ? "left" : "lost";
  const isRenamed = before && after && inputName(before) !== inputName(after);
  return action === "replace" ? (isRenamed ? "new" : "lost") : "stays";
}

function dataText({ volume, isAnonymous, fate }: DataEffect, host: string): string[] {
  const what = isAnonymous ? `the anonymous volume at ${volume}` : `volume ${volume}`;
  switch (fate) {
    case "stays":
      return [`${what} stays`];
    case "left":
      return [`${what} stays on ${host || "its host"}`];
    case "new":
      return [`${what} is new`];
    case "lost":
      return [`${what} is lost with its data`];
  }
}
