import type { EngineSettings } from "../docker/engine-info.ts";
import type { Owner } from "../docker/ownership.ts";
import { engineFindings } from "./engine-settings.ts";
import { endedWithEngine } from "./engine-start.ts";
import { extras } from "./extras.ts";
import { judgeContainer } from "./judge-container.ts";
import { judgeImage } from "./judge-image.ts";
import { judgeNetwork } from "./judge-network.ts";
import { judgeVolume } from "./judge-volume.ts";
import type { LookAnswer } from "./look-answer.ts";
import type { PartialReport } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";
import { type Judged, unknownThing } from "./thing.ts";

/** An engine as the state records it. */
export interface RecordedOnEngine {
  /** Names of the hosts that have this engine. */
  readonly hosts: readonly [string, ...string[]];
  readonly things: readonly RecordedThing[];
  /** Ids of everything in the state, also of what waits for its deletion. Several addresses may lead to one engine. */
  readonly ids: ReadonlySet<string>;
  /** Its own settings. Undefined if no run has recorded them. */
  readonly settings?: Partial<EngineSettings> | undefined;
}

/** Compares what the state records on an engine with the engine's answer. */
export function engineReport(
  { hosts: [host], things, ids, settings }: RecordedOnEngine,
  answer: LookAnswer,
  owner: Owner,
): PartialReport {
  const { snapshot } = answer;
  const context = { answer, owner, endedWithEngine: endedWithEngine(snapshot) };
  const judge = (recorded: RecordedThing): Judged => {
    switch (recorded.kind) {
      case "container":
        return judgeContainer(recorded, context);
      case "network":
        return judgeNetwork(recorded, snapshot, owner);
      case "volume":
        return judgeVolume(recorded, snapshot);
      default:
        return judgeImage(recorded, answer);
    }
  };
  const judged = things.map(judge);
  return {
    things: judged.map(({ thing }) => thing),
    findings: [
      ...judged.flatMap(({ findings }) => findings),
      ...extras({ snapshot, recorded: things, ids, owner, host }),
      ...engineFindings(host, snapshot.info, settings),
    ],
    unanswered: [],
  };
}

/** The report of an engine that did not answer: everything on it is unknown. @param text says why, and what to do */
export function unreachableEngine({ hosts, things }: RecordedOnEngine, text: string): PartialReport {
  return { things: things.map(unknownThing), findings: [], unanswered: hosts.map((who) => ({ who, text })) };
}
