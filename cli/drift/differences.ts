import { gitlabIdentity, isGitLab } from "../../lib/changes/index.ts";
import type { Container } from "../../lib/docker/containers.ts";
import { stackLabel } from "../../lib/docker/labels.ts";
import { restorationText } from "../../lib/docker/restored-label.ts";
import {
  changedProperties,
  engineKind,
  inputName,
  labelsIn,
  nameOf,
  type Preview,
  type PreviewStep,
  type Resource,
  types,
} from "../../lib/state/index.ts";

/** A resource that differs from what the state records. */
export interface Difference {
  /** The component that it belongs to, such as `<host>/<stack>`. */
  readonly place: string;
  /** `container`, `network` … */
  readonly kind: string;
  readonly name: string;
  /** The compose service of a container. */
  readonly service?: string;
  /** `moved`: the name belongs to another image now. */
  readonly change: "removed" | "stopped" | "moved" | "changed" | "restored";
  /** For a restored container: what it runs and since when. */
  readonly restoration?: string;
  /** The changed properties, with their values if these are short. */
  readonly properties: readonly PropertyChange[];
}

export interface PropertyChange {
  readonly name: string;
  readonly was?: Scalar;
  readonly is?: Scalar;
}

type Scalar = string | number | boolean;

/**
 * The resources that differ, sorted by their lines.
 * @param restored containers that were brought back. They are reported as such, without their single differences
 */
export function differences({ steps }: Preview, restored: readonly Container[] = []): Difference[] {
  const byUrn = new Map(steps.map((step) => [step.urn, step]));
  const names = new Set(restored.map(({ name }) => name));
  const isBack = ({ kind, name }: Difference) => kind === "container" && names.has(name);
  const found = steps
    .filter((step) => step.op === "delete" || (step.op === "update" && isDeclared(step)))
    .map((step): Difference => ({ place: placeOf(step, byUrn), ...identityOf(step), ...changeOf(step) }))
    .filter((each) => !isBack(each));
  return [...found, ...restored.map(restoration)].sort((a, b) =>
    differenceLine(a) < differenceLine(b) ? -1 : 1,
  );
}

function restoration({ name, labels }: Container): Difference {
  const { [stackLabel]: place = "", "com.docker.compose.service": service } = labels;
  const said = restorationText(labels) ?? "";
  const what = { place, kind: "container", name, ...(service !== undefined && { service }) };
  return { ...what, change: "restored", restoration: said, properties: [] };
}

/**
 * Such as `10.0.0.60/chat web: container removed`, `10.0.0.60/chat network chat: labels changed`,
 * `Local image nginx:1.26: moved to another image`.
 */
export function differenceLine(difference: Difference): string {
  const { place, kind, name, service, change, restoration, properties } = difference;
  if (change === "restored") return `${place} ${service ?? `container ${name}`}: ${restoration}`;
  if (change === "moved") return `${place} ${kind} ${name}: moved to another image`;
  if (change !== "changed")
    return service ? `${place} ${service}: ${kind} ${change}` : `${place} ${kind} ${name}: ${change}`;
  return `${place} ${service ?? `${kind} ${name}`}: ${properties.map(propertyText).join(", ")}`;
}

function propertyText({ name, was, is }: PropertyChange): string {
  return was === undefined || is === undefined ? `${name} changed` : `${name} changed ${was} -> ${is}`;
}

/** The name of the nearest component of this program above a resource. */
function placeOf({ urn, oldState }: PreviewStep, byUrn: ReadonlyMap<string, PreviewStep>): string {
  const parent = oldState?.parent === undefined ? undefined : byUrn.get(oldState.parent);
  if (!parent) return nameOf(urn);
  return parent.oldState?.type.startsWith("smallboat:") ? nameOf(parent.urn) : placeOf(parent, byUrn);
}

function isOfGitLab({ oldState }: PreviewStep): boolean {
  return isGitLab(oldState?.type ?? "");
}

/** GitLab changes properties itself, such as the latest commit. Only properties that the program sets count. */
function isDeclared(step: PreviewStep): boolean {
  return !isOfGitLab(step) || changedNames(step).length > 0;
}

function identityOf({ urn, oldState }: PreviewStep): Pick<Difference, "kind" | "name" | "service"> {
  const { type = "", inputs = {} } = oldState ?? {};
  const identity = gitlabIdentity(type, inputs);
  if (identity) return identity;
  const kind = engineKind(type);
  const name = inputName({ inputs }) ?? nameOf(urn);
  const service = labelsIn(inputs)["com.docker.compose.service"];
  return service === undefined ? { kind, name } : { kind, name, service };
}

function changeOf(step: PreviewStep): Pick<Difference, "change" | "properties"> {
  const { op, oldState, newState } = step;
  if (op === "delete") return { change: "removed", properties: [] };
  // A stopped container has no ports and networks. These are no changes of their own.
  if (oldState?.outputs?.mustRun === true && newState?.outputs?.mustRun === false) {
    return { change: "stopped", properties: [] };
  }
  if (oldState?.type === types.image && oldState.outputs?.imageId !== newState?.outputs?.imageId)
    return { change: "moved", properties: [propertyChange("imageId", oldState, newState)] };
  return {
    change: "changed",
    properties: changedNames(step).map((name) => propertyChange(name, oldState, newState)),
  };
}

function changedNames(step: PreviewStep): string[] {
  const isAsked = (name: string) => !isOfGitLab(step) || Object.hasOwn(step.oldState?.inputs ?? {}, name);
  return changedProperties(step).filter(isAsked).sort();
}

function propertyChange(name: string, before?: Resource | null, after?: Resource | null): PropertyChange {
  const [was, is] = [before?.outputs?.[name], after?.outputs?.[name]];
  return isScalar(was) && isScalar(is) ? { name, was, is } : { name };
}

/** False for a secret, which Pulumi shows as [secret], and for a text of several lines. */
function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value) && !/^\[secret\]$|\n/.test(String(value));
}
