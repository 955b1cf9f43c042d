import { EngineError } from "../../lib/docker/client.ts";
import type { EngineInfo, EngineSettings } from "../../lib/docker/engine-info.ts";
import type { Owner } from "../../lib/docker/ownership.ts";
import { problemLine, refuse } from "../../lib/problems/index.ts";
import { checkDrift } from "../../lib/settings/drift.ts";
import {
  type Deployment,
  exportState,
  ownerOf,
  type RecordedHost,
  recordedHosts,
} from "../../lib/state/index.ts";
import {
  engineReport,
  type IgnoreRule,
  type PartialReport,
  type RecordedOnEngine,
  recordedThings,
  type StageReport,
  stageReport,
  unreachableEngine,
} from "../../lib/status/index.ts";
import { type Hosts, hostsOf } from "../stage/engines.ts";
import { notUpProblem } from "../stage/not-up.ts";
import { pulumiCliOf, readSettings } from "../stage/pulumi.ts";
import { connectionTo, recordedHostProblem } from "../stage/unreachable-recorded-hosts.ts";
import { lookAtEngine } from "./engine-look.ts";
import { lookAtGitLab } from "./gitlab-look.ts";
import { type AskedRegistries, recordedLogins } from "./registry-look.ts";

/** A stage that was brought up. */
export interface RecordedStage {
  readonly stage: string;
  /** With secrets in plain text, in their envelopes. */
  readonly deployment: Deployment;
  readonly hosts: readonly RecordedHost[];
  /** The hosts that the settings name. */
  readonly settings: Hosts;
  readonly rules: readonly IgnoreRule[];
}

export interface LookOptions {
  /** Which registries are asked for newer images. Default: own. */
  readonly registries?: AskedRegistries;
  /** Whether files in containers are read. Default: true. */
  readonly areFilesRead?: boolean;
  /** The info of engines, by the addresses of recorded hosts, if somebody has asked for it already. Default: it is asked for. */
  readonly infos?: ReadonlyMap<string, Promise<EngineInfo>>;
}

/**
 * Reads the state and the settings of a stage.
 * @throws ProblemError if the stage was never brought up, or its settings are wrong
 * @throws CommandError if the state cannot be read
 */
export async function readStage(stage: string): Promise<RecordedStage> {
  const cli = pulumiCliOf(stage);
  const [{ deployment }, settings] = await Promise.all([
    exportState(cli, "--show-secrets"),
    readSettings(cli),
  ]);
  const hosts = recordedHosts(deployment);
  if (hosts.length === 0) refuse([notUpProblem(stage)]);
  const { ignore } = checkDrift(stage, settings["smallboat:drift"]);
  return { stage, deployment, hosts, settings: hostsOf(settings), rules: ignore };
}

/**
 * Looks at everything that a stage manages, and compares it with what the state records. All engines and GitLab are asked at the
 * same time, and each has its own time limit. Changes nothing.
 * @throws ProblemError, CommandError those of `readStage`
 */
export async function lookAtStage(stage: string, options: LookOptions = {}): Promise<StageReport> {
  return lookAtRecorded(await readStage(stage), options);
}

/** As `lookAtStage`, of a stage that was read already. */
export async function lookAtRecorded(
  recorded: RecordedStage,
  options: LookOptions = {},
): Promise<StageReport> {
  const { stage, deployment, rules } = recorded;
  const at = new Date();
  const [engines, gitlab] = await Promise.all([lookAtEngines(recorded, options), lookAtGitLab(deployment)]);
  return stageReport({ stage, at, parts: [...engines, gitlab], rules });
}

/** The part of the look that asks engines. */
export function lookAtEngines(
  { stage, deployment, hosts, settings }: RecordedStage,
  { registries = "own", areFilesRead = true, infos = new Map() }: LookOptions = {},
): Promise<PartialReport[]> {
  const world = { deployment, settings, owner: ownerOf(stage, deployment), registries, areFilesRead, infos };
  return Promise.all(groupByAddress(hosts).map((group) => lookAtHosts(group, world)));
}

/** Hosts that share an engine. */
export type HostGroup = readonly [RecordedHost, ...RecordedHost[]];

/** The hosts, grouped by their engines. */
export function groupByAddress(hosts: readonly RecordedHost[]): HostGroup[] {
  return [...Map.groupBy(hosts, ({ address }) => address).values()] as [RecordedHost, ...RecordedHost[]][];
}

interface World extends Required<LookOptions> {
  readonly deployment: Deployment;
  readonly settings: Hosts;
  readonly owner: Owner;
}

async function lookAtHosts(
  group: HostGroup,
  { deployment, settings, owner, infos, ...options }: World,
): Promise<PartialReport> {
  const [host] = group;
  const recorded = recordedOnEngine(group, deployment);
  try {
    const { things } = recorded;
    const logins = recordedLogins(deployment, host);
    const questions = { things, owner, logins, ...options, info: infos.get(host.address) };
    return engineReport(recorded, await lookAtEngine(connectionTo(host, settings), questions), owner);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return unreachableEngine(recorded, problemLine(recordedHostProblem(host, error, settings)));
  }
}

/** What the state records on the engine of these hosts. */
export function recordedOnEngine(group: HostGroup, deployment: Deployment): RecordedOnEngine {
  const settings = deployment.resources.find(({ urn }) => urn === group[0].urn)?.outputs?.engine;
  return {
    hosts: group.map(({ name }) => name) as [string, ...string[]],
    things: recordedThings(deployment, group),
    ids: new Set(deployment.resources.flatMap(({ id }) => id ?? [])),
    settings: settings as Partial<EngineSettings> | undefined,
  };
}
