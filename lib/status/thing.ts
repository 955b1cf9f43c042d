import type { Finding, Sync, Thing } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";

/** A thing and what differs about it. */
export interface Judged {
  readonly thing: Thing;
  readonly findings: readonly Finding[];
}

/** A healthy thing with these findings. */
export function thingOf(recorded: RecordedThing, findings: readonly Finding[]): Thing {
  const { address, place, host, kind, name, service, urn } = recorded;
  return {
    address,
    place,
    host,
    kind,
    name,
    ...(service !== undefined && { service }),
    sync: syncOf(findings),
    health: "healthy",
    urn,
  };
}

/** The sync status of a thing with these findings. Ignored ones do not count. */
export function syncOf(findings: readonly Finding[]): Sync {
  const counted = new Set(findings.flatMap(({ sync, ignored }) => (ignored ? [] : [sync])));
  if (counted.has("drifted")) return "drifted";
  return counted.has("outdated") ? "outdated" : "in sync";
}

/** A thing whose host or GitLab did not answer. */
export function unknownThing(recorded: RecordedThing): Thing {
  return { ...thingOf(recorded, []), sync: "unknown", health: "unknown" };
}
