import { hashOf } from "../compose/hash/content-hash.ts";
import { classOf, nameOf, type State, typeOf, type UpdatePlan, withPlainSecrets } from "../state/index.ts";

/** All that a plan was made from, and what it says: each part by name. */
export interface Fingerprint {
  /** Files by their paths, and the stage's settings. */
  readonly source: Parts;
  /** Resources of the state by URN. */
  readonly state: Parts;
  /** Versions by program. */
  readonly tools: Parts;
  /** What would be done to each resource, by URN. */
  readonly plan: Parts;
}

type Parts = Readonly<Record<string, string>>;

/** @param state with secrets in plain text, as their ciphertext changes by itself */
export function stateParts({ deployment }: State): Parts {
  const parts = deployment.resources.map(({ urn, id = "", inputs, outputs, delete: isGoing }) => [
    isGoing ? `${urn} ${id}` : urn,
    hashOf([id, withPlainSecrets(inputs), withPlainSecrets(outputs)]),
  ]);
  return Object.fromEntries(parts);
}

/** What Pulumi would do, without what is another in each plan: ciphertext, seeds of names, the order of dependencies. */
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

/** What moved between two fingerprints, a line each; at most ten of each part. */
export function movedLines(before: Fingerprint, after: Fingerprint): string[] {
  return [
    ...lines(before.tools, after.tools, (name, was, is) => `${name} was ${was}, and is ${is} now`),
    ...lines(before.source, after.source, (path) => `${path} changed`),
    ...lines(before.state, after.state, (urn) => `the state of ${placeOf(urn)} changed`),
    ...lines(before.plan, after.plan, (urn, was, is) => {
      const [planned, now] = [fateOf(was), fateOf(is)];
      const how = planned === now ? ", in another way" : "";
      return `${placeOf(urn)} was to ${planned}, and would ${now} now${how}`;
    }),
  ];
}

function lines(
  before: Parts,
  after: Parts,
  text: (name: string, was: string, is: string) => string,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const all = names
    .filter((name) => before[name] !== after[name])
    .map((name) => text(name, before[name] ?? "nothing", after[name] ?? "nothing"));
  const rest = all.length - most;
  return rest > 0 ? [...all.slice(0, most), `and ${rest} more`] : all;
}

/** What becomes of a resource, by the steps of its plan. */
function fateOf(plan: string): string {
  const [steps = ""] = plan.split(" ");
  if (/replace/.test(steps)) return "be replaced";
  return fates[steps.split("+")[0] ?? ""] ?? "not exist";
}

const fates: Readonly<Record<string, string>> = {
  same: "stay as it is",
  create: "be created",
  update: "be updated",
  delete: "be deleted",
  read: "be read",
};

/** What people call a resource: its kind and its name. */
function placeOf(urn: string): string {
  return `${classOf(typeOf(urn)).toLowerCase()} ${nameOf(urn)}`;
}
