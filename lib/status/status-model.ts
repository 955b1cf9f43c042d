import type { Amount } from "../docker/machine.ts";
import type { PipelineFacts } from "../gitlab/ci-facts.ts";
import type { Health, StageReport } from "./model.ts";

/** What `make status` shows: the report of a stage, and the health of its parts at the same moment. */
export interface StatusReport extends StageReport {
  readonly hosts: readonly HostStatus[];
  readonly runners: readonly RunnerStatus[];
  readonly projects: readonly ProjectStatus[];
  /** Tries of the stage's servers from the places that use them. */
  readonly checks: readonly Check[];
}

export interface HostStatus {
  /** As the settings call it. */
  readonly name: string;
  readonly isReachable: boolean;
  /** The engine's version, such as `28.5.1`. */
  readonly engine?: string;
  /** The file system of the engine's data. Missing if its machine cannot be asked. */
  readonly disk?: Amount;
  /** Without `used` if its machine cannot be asked. */
  readonly memory?: { readonly used?: number; readonly total: number };
}

export interface RunnerStatus {
  readonly name: string;
  /** `missing`: GitLab does not know it. `unknown`: GitLab did not answer. */
  readonly state: "online" | "offline" | "stale" | "never contacted" | "paused" | "missing" | "unknown";
  /** When GitLab last heard of it, in ISO 8601. */
  readonly lastContact?: string;
  readonly tags: readonly string[];
  /** Number of waiting jobs that it may run. */
  readonly jobsWaiting: number;
}

export interface ProjectStatus {
  readonly name: string;
  readonly state: "there" | "missing" | "unknown";
  readonly url?: string;
  readonly defaultBranch?: string;
  /** The last pipeline of each ref, the newest first; at most three refs, with the default branch among them. */
  readonly pipelines: readonly PipelineFacts[];
  /** Number of jobs that wait for a runner. */
  readonly jobsWaiting: number;
  /** The tags of waiting jobs that no runner of the stage takes, one text for each job. */
  readonly stuck: readonly string[];
}

/** A try of a server of the stage, from a place that uses it. */
export interface Check {
  /** The server: `gitlab`, `registry`, `pypi`. */
  readonly server: string;
  /** Who uses it, such as `runner shared` or `host 10.0.0.60`. */
  readonly user: string;
  /** The place of the try, such as `container smallboat-dev-runner-shared on 10.0.0.60`. */
  readonly from: string;
  /** What was tried, such as `GET http://gitlab:8929`. */
  readonly tried: string;
  /** `unknown` if it could not be tried. */
  readonly health: Extract<Health, "healthy" | "unhealthy" | "unknown">;
  /** What was found. Holds no secret. */
  readonly found: string;
}
