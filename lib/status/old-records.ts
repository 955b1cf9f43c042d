import {
  type Deployment,
  isProvider,
  providerOf,
  type RecordedHost,
  type Resource,
  types,
} from "../state/index.ts";
import type { PartialReport, Thing } from "./model.ts";

/** Classes whose providers read nothing back. */
const unreadable: ReadonlySet<string> = new Set([types.command, types.stash]);

/**
 * The resources that their providers are to read again before an update, in the order of the state: those that a look has found
 * to differ, and those that it does not cover. Resources that no provider can read are left out.
 * @param report what a look has found. Without a report, all that can be read
 * @param hosts the hosts that answer
 */
export function oldRecords(
  { resources }: Deployment,
  hosts: readonly RecordedHost[],
  { things, findings, unanswered }: PartialReport = { things: [], findings: [], unanswered: [] },
): Resource[] {
  const differing = new Set(findings.map(({ urn }) => urn));
  const seen = new Map(things.map((thing) => [thing.urn, thing]));
  const unreachable = new Set(unanswered.map(({ who }) => who));
  const answering = new Set(
    hosts.filter(({ name }) => !unreachable.has(name)).map(({ provider }) => provider),
  );
  return resources.filter((resource) => {
    const { urn, type, custom, delete: isGoing } = resource;
    if (!custom || isGoing || isProvider(resource) || unreadable.has(type)) return false;
    const thing = seen.get(urn);
    if (thing) return differing.has(urn) || thing.sync === "not checked" || isRemovedJob(thing);
    return !type.startsWith("docker:") || answering.has(providerOf(resource) ?? "");
  });
}

/** A job that ended well may be gone. That is no drift, but an update makes it anew. */
function isRemovedJob({ kind, sync, container }: Thing): boolean {
  return kind === "container" && sync === "in sync" && container === undefined;
}
