import { EventEmitter } from "node:events";
import type { PushGate } from "./git/gate.ts";
import type { Faults } from "./http/faults.ts";
import type { Seal } from "./secrets/seal.ts";
import type { Project } from "./store/people.ts";
import type { Store } from "./store/store.ts";

/** Events by which one part informs others. */
export interface Events {
  /** One ref of a project has changed, by git or by the API; an id of zeros means absent. */
  readonly push: [PushEvent];
  /** The log or the status of a job has changed. */
  readonly job: [{ readonly jobId: number }];
  /** A project is about to be removed for good. Rows and files that belong to it must go too. */
  readonly "project-removed": [Project];
  /** A merge request was opened, or its source has new commits. */
  readonly error: [unknown];
  readonly "merge-request": [{ readonly mergeRequestId: number; readonly action: "opened" | "updated" }];
}

export interface PushEvent {
  readonly projectId: number;
  readonly userId: number;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** Push options, such as `ci.skip`. */
  readonly options: readonly string[];
}

/** One line, never a secret. */
export type Log = (line: string) => void;

/** Objects and settings that all parts of a running server share. */
export interface Context {
  readonly store: Store;
  readonly seal: Seal;
  readonly events: EventEmitter<Events>;
  /** Root of everything on disk; repositories are in `repositories/<project id>.git`. */
  readonly folder: string;
  readonly gate: PushGate;
  readonly faults: Faults;
  /** Opens `/-/faults`, for tests. */
  readonly allowsFaults: boolean;
  readonly log: Log;
  readonly now: () => Date;
}

export function createEvents(): EventEmitter<Events> {
  return new EventEmitter<Events>({ captureRejections: true }).setMaxListeners(0);
}

export function timestamp(context: Pick<Context, "now">): string {
  return context.now().toISOString();
}
