import { connect, type Engine } from "../../lib/docker/client.ts";
import type { Owner } from "../../lib/docker/ownership.ts";
import { ownerOf } from "../../lib/state/index.ts";
import type { IgnoreRule, RecordedOnEngine } from "../../lib/status/index.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { groupByAddress, readStage, recordedOnEngine } from "../status/look.ts";

/** What the state of a stage records. A watch compares it with what happens. */
export interface Ground {
  readonly stage: string;
  readonly owner: Owner;
  readonly rules: readonly IgnoreRule[];
  readonly engines: readonly WatchedEngine[];
}

export interface WatchedEngine {
  readonly engine: Engine;
  /** How to connect to it with a time limit of its own. */
  readonly connection: ReturnType<typeof connectionTo>;
  readonly recorded: RecordedOnEngine;
}

/** @throws ProblemError, CommandError those of `readStage` */
export async function readGround(stage: string): Promise<Ground> {
  const { deployment, hosts, settings, rules } = await readStage(stage);
  const engines = groupByAddress(hosts).map((group): WatchedEngine => {
    const connection = connectionTo(group[0], settings);
    return { connection, engine: connect(...connection), recorded: recordedOnEngine(group, deployment) };
  });
  return { stage, owner: ownerOf(stage, deployment), rules, engines };
}
