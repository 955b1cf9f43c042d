import { withResources } from "./edits.ts";
import { providerOf, type Resource } from "./resource.ts";
import { type EngineEvent, isReading, looks } from "./run-events.ts";
import type { State } from "./state.ts";

/**
 * The state after a run that failed, with the earlier records of the resources that the run has read from their providers and
 * then left as they are. Their new records say what people have changed, and nobody would find that any more.
 * @param before the state before the run. Its secrets may be plain text, and those of `now` ciphertext: Pulumi imports both
 * @param events of all commands of the run
 * @returns undefined if nothing was read that the run has not dealt with
 */
export function withEarlierRecords(
  now: State,
  before: State,
  events: readonly EngineEvent[],
): State | undefined {
  const { read, done } = outcome(events);
  const present = now.deployment.resources;
  const urns = new Set(present.flatMap((each) => (each.delete ? [] : [each.urn])));
  const isLeft = ({ urn, delete: isGoing }: Resource) => !isGoing && !done.has(urn);
  const left = before.deployment.resources.filter(isLeft);
  // Reading removes a resource that is gone, and the references to it.
  const removed = new Set(left.flatMap(({ urn }) => (read.has(urn) && !urns.has(urn) ? [urn] : [])));
  const isKept = (each: Resource) =>
    (read.has(each.urn) || referencesOf(each).some((urn) => removed.has(urn))) &&
    isSound(each, present, new Set([...urns, ...removed]));
  const kept = new Map(left.filter(isKept).map((each) => [each.urn, each]));
  if (kept.size === 0) return undefined;
  const resources = present.map((each) => {
    const earlier = each.delete ? undefined : kept.get(each.urn);
    return earlier && earlier.id === each.id ? earlier : each;
  });
  const missing = [...kept.values()].filter(({ urn }) => !urns.has(urn));
  return withResources(now, inOrder([...resources, ...missing]));
}

/** The URNs that the run has begun to read, and the URNs for which it has completed another step. */
function outcome(events: readonly EngineEvent[]): Readonly<Record<"read" | "done", ReadonlySet<string>>> {
  const [read, done] = [new Set<string>(), new Set<string>()];
  // The event of an ended look names what the look has found, such as `update`.
  const looking = new Map<string, boolean>();
  for (const event of events) {
    const begun = event.resourcePreEvent?.metadata;
    if (begun) looking.set(begun.urn, looks.has(begun.op));
    if (begun && isReading(event)) read.add(begun.urn);
    const ended = event.resOutputsEvent?.metadata.urn;
    if (ended !== undefined && looking.get(ended) === false) done.add(ended);
  }
  return { read, done };
}

function referencesOf({
  parent,
  deletedWith,
  dependencies = [],
  propertyDependencies = {},
}: Resource): string[] {
  const all = [parent, deletedWith, ...dependencies, ...Object.values(propertyDependencies).flat()];
  return all.filter((urn) => typeof urn === "string" && urn !== "") as string[];
}

/** True if everything exists that a record refers to. Its provider may have been replaced. */
function isSound(record: Resource, present: readonly Resource[], urns: ReadonlySet<string>): boolean {
  const { provider } = record;
  const hasProvider = !provider || present.some(({ urn, id }) => provider === `${urn}::${id}`);
  return hasProvider && referencesOf(record).every((urn) => urns.has(urn));
}

/** The resources, each behind all that it refers to. Otherwise the order stays. */
function inOrder(resources: readonly Resource[]): Resource[] {
  const byUrn = new Map(resources.flatMap((each) => (each.delete ? [] : [[each.urn, each] as const])));
  const seen = new Set<Resource>();
  const add = (each: Resource): Resource[] => {
    if (seen.has(each)) return [];
    seen.add(each);
    const needed = [...referencesOf(each), providerOf(each) ?? ""].flatMap((urn) => byUrn.get(urn) ?? []);
    return [...needed.flatMap(add), each];
  };
  return resources.flatMap(add);
}
