import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";

/** The settings of an engine that were recorded. */
export interface RecordedEngine {
  readonly liveRestore?: boolean;
}

/**
 * Settings of an engine that alter what its containers mean. Each container keeps the log driver that was the default at its
 * creation, so the containers tell the earlier default.
 */
export function engineFindings(
  host: string,
  { info, inspected }: EngineSnapshot,
  recorded: readonly RecordedThing[],
  before: RecordedEngine | undefined,
): Finding[] {
  if (!info) return [];
  const subject = { address: `${host} engine`, place: host, host };
  const say = (field: string, was: unknown, is: unknown, advice: string): Finding =>
    finding(subject, {
      field,
      text: `${field} changed ${was} -> ${is}`,
      sync: "reported",
      remedy: "person",
      advice,
    });
  const drivers = new Set(
    recorded.flatMap(({ kind, inputs, resource }) => {
      const found = kind === "container" && !inputs.logDriver ? inspected.get(resource.id ?? "") : undefined;
      return found ? [found.HostConfig.LogConfig.Type] : [];
    }),
  );
  const isOther = drivers.size > 0 && !drivers.has(info.LoggingDriver);
  const { liveRestore } = before ?? {};
  return [
    ...(isOther
      ? [
          say(
            "default log driver",
            [...drivers].join(", "),
            info.LoggingDriver,
            "it counts for new containers only",
          ),
        ]
      : []),
    ...(liveRestore !== undefined && liveRestore !== info.LiveRestoreEnabled
      ? [say("live-restore", liveRestore, info.LiveRestoreEnabled, "correct /etc/docker/daemon.json there")]
      : []),
  ];
}
