import { type EngineInfo, type EngineSettings, engineSettings } from "../docker/engine-info.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./model.ts";

/** What an engine's settings are called in its daemon.json. */
const names: Readonly<Record<keyof EngineSettings, string>> = {
  liveRestore: "live-restore",
  logDriver: "log-driver",
};

/** Settings of an engine that have changed since the last run. @param recorded undefined if no run has recorded them */
export function engineFindings(
  host: string,
  info: EngineInfo | undefined,
  recorded: Partial<EngineSettings> | undefined,
): Finding[] {
  if (!info || !recorded) return [];
  const present = engineSettings(info);
  const subject = { address: `${host} engine`, place: host, host };
  return (Object.keys(names) as (keyof EngineSettings)[]).flatMap((key) => {
    const [was, is] = [recorded[key], present[key]];
    if (was === undefined || was === is) return [];
    const field = names[key];
    const advice = `correct ${field} in /etc/docker/daemon.json there, or run "make up" to record it`;
    const text = `engine's ${field} changed ${was} -> ${is}`;
    return [finding(subject, { field, text, sync: "reported", remedy: "person", advice })];
  });
}
