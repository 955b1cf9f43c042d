import { connect, type Engine } from "../../lib/docker/client.ts";
import type { Owner } from "../../lib/docker/ownership.ts";
import { refuse } from "../../lib/problems/index.ts";
import { checkDrift, type DriftSettings } from "../../lib/settings/drift.ts";
import { exportState, ownerOf, recordedHosts } from "../../lib/state/index.ts";
import type { RecordedOnEngine } from "../../lib/status/index.ts";
import { hostsOf } from "../stage/engines.ts";
import { notUpProblem } from "../stage/not-up.ts";
import { pulumiCliOf, readSettings } from "../stage/pulumi.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { groupByAddress, recordedOnEngine } from "../status/look.ts";

/** What a stage recorded, as a watch compares it with what happens. */
export interface Ground {
  readonly stage: string;
  readonly owner: Owner;
  readonly rules: DriftSettings["ignore"];
  readonly engines: readonly WatchedEngine[];
}

export interface WatchedEngine {
  readonly engine: Engine;
  /** How to connect to it with a time limit of its own. */
  readonly connection: ReturnType<typeof connectionTo>;
  readonly recorded: RecordedOnEngine;
}

/** @throws ProblemError if the stage was never brought up @throws CommandError */
export async function readGround(stage: string): Promise<Ground> {
  const cli = pulumiCliOf(stage);
  const [{ deployment }, settings] = await Promise.all([
    exportState(cli, "--show-secrets"),
    readSettings(cli),
  ]);
  const hosts = recordedHosts(deployment);
  if (hosts.length === 0) refuse([notUpProblem(stage)]);
  const engines = groupByAddress(hosts).map((group): WatchedEngine => {
    const connection = connectionTo(group[0], hostsOf(settings));
    return { connection, engine: connect(...connection), recorded: recordedOnEngine(group, deployment) };
  });
  const { ignore: rules } = checkDrift(stage, settings["smallboat:drift"]);
  return { stage, owner: ownerOf(stage, deployment), rules, engines };
}
