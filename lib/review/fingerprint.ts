import { hashOf } from "../compose/hash/content-hash.ts";
import { isHistory } from "../releases/history-in-state.ts";
import { classOf, nameOf, type State, typeOf, type UpdatePlan, withPlainSecrets } from "../state/index.ts";

/** The inputs of a plan, and its steps. */
export interface Fingerprint {
  /** Hashes of files by path, the stage's file among them. */
  readonly source: Parts;
  /** Hashes of the state's resources by URN. */
  readonly state: Parts;
  /** Versions by program. */
  readonly tools: Parts;
  /** Steps and hashes of the plan's resources by URN. */
  readonly plan: Parts;
}

type Parts = Readonly<Record<string, string>>;

/** @param state with secrets in plain text, because each export encrypts them differently */
export function stateParts({ deployment }: State): Parts {
  // Earlier releases decide on no step. Holds do, but they show in the plan.
  const deciding = deployment.resources.filter((each) => !isHistory(each));
  const parts = deciding.map(({ urn, id = "", inputs, outputs, delete: isGoing }) => [
    isGoing ? `${urn} ${id}` : urn,
    hashOf([id, withPlainSecrets(inputs), withPlainSecrets(outputs)]),
  ]);
  return Object.fromEntries(parts);
}

/** The plan without parts that differ in each preview: ciphertext, seeds of names, the order of dependencies. */
export function planParts({ resourcePlans }: UpdatePlan): Parts {
  const parts = Object.entries(resourcePlans).map(([urn, { seed: _, ...plan }]) => {
    return [urn, `${(plan.steps ?? []).join("+")} ${hashOf(comparable(plan))}`];
  });
  return Object.fromEntries(parts);
}

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.every(isUrn) ? [...value].sort() : value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "ciphertext");
  return Object.fromEntries(kept.map(([key, each]) => [key, comparable(each)]));
}

function isUrn(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("urn:pulumi:");
}

const most = 10;

/** What differs between two fingerprints, such as `another state of container web`. At most ten lines for each part. */
export function movedLines(before: Fingerprint, after: Fingerprint): string[] {
  return [
    ...lines(before.tools, after.tools, (name, was, is) => `${name} ${is} in place of ${was}`),
    ...lines(before.source, after.source, fileChange),
    ...lines(before.state, after.state, stateChange),
    ...lines(before.plan, after.plan, planChange),
  ];
}

/** @param text describes a difference. A side that lacks the entry is an empty text */
function lines(
  before: Parts,
  after: Parts,
  text: (name: string, was: string, is: string) => string,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const isInBoth = (name: string) => name in before && name in after;
  // Changed entries come first, because they tell more than new ones.
  const all = [...names.filter(isInBoth), ...names.filter((name) => !isInBoth(name))]
    .filter((name) => before[name] !== after[name])
    .map((name) => text(name, before[name] ?? "", after[name] ?? ""));
  const rest = all.length - most;
  return rest > 0 ? [...all.slice(0, most), `${rest} more`] : all;
}

function fileChange(path: string, was: string, is: string): string {
  if (was === "") return `a new file ${path}`;
  return is === "" ? `no file ${path}` : `another text of ${path}`;
}

function stateChange(urn: string, was: string, is: string): string {
  if (was === "") return `a new ${placeOf(urn)} in the state`;
  return is === "" ? `no ${placeOf(urn)} in the state` : `another state of ${placeOf(urn)}`;
}

function planChange(urn: string, was: string, is: string): string {
  const [planned, now, place] = [stepOf(was), stepOf(is), placeOf(urn)];
  if (now === "") return `no plan to ${planned} ${place}`;
  if (planned === now) return `other values in the plan to ${now} ${place}`;
  return `a plan to ${now} ${place}${planned && `, not to ${planned} it`}`;
}

/** The step of a resource. Empty if the plan does not have it. */
function stepOf(plan: string): string {
  const [steps = ""] = plan.split(" ");
  if (/replace/.test(steps)) return "replace";
  const [step = ""] = steps.split("+");
  return step === "same" ? "keep" : step;
}

/** The kind and the name of a resource, for people. */
function placeOf(urn: string): string {
  return `${classOf(typeOf(urn)).toLowerCase()} ${nameOf(urn)}`;
}
