/**
 * Creates or updates the stage and says what runs where. Further arguments go to `pulumi up`. FORGET=<host> leaves out a
 * machine that is gone for good. ALLOW_DELETE=<volume> lets a volume that differs from its file be deleted and made anew.
 * On a terminal it asks before a stack or data goes, unless YES=1.
 */
import { problemLine } from "../problems/index.ts";
import { confirm, isTerminal } from "./confirmation.ts";
import { type RecordedHost, recordedHosts } from "./deployment.ts";
import { type Hosts, stageHosts, unreachableHosts } from "./engines.ts";
import { forgetHosts } from "./forget.ts";
import { plannedLosses } from "./losses.ts";
import { demand, show } from "./pulumi.ts";
import { recordRestored } from "./restored.ts";
import { run } from "./run.ts";
import { allowedDeletions, withRunSettings } from "./run-settings.ts";
import { orForget, silentHosts } from "./silent-hosts.ts";
import { openStage } from "./stage.ts";
import { silentStandin } from "./standin.ts";
import { exportState, type State } from "./state.ts";
import { outputLines } from "./summary.ts";

await run(async (stage) => {
  await forgetHosts(stage);
  await openStage(stage);
  const hosts = await stageHosts(stage);
  const unreachable = await unreachableHosts(hosts);
  const code = await withRunSettings(stage, { ...allowedDeletions(), unreachable }, (options) =>
    // What does not answer cannot be read back; the program says what it goes on without, and whether it does.
    update(stage, hosts, options, unreachable.length === 0 ? ["--refresh"] : []),
  );
  if (code !== 0) await afterFailure(stage, hosts);
  if (code !== 0 || unreachable.length > 0) return code || 1;
  const outputs = JSON.parse(await demand(stage, "stack", "output", "--json"));
  for (const line of outputLines(outputs)) console.log(line);
  return 0;
});

async function update(
  stage: string,
  hosts: Hosts,
  options: readonly string[],
  refresh: readonly string[],
): Promise<number> {
  const further = ["--yes", "--skip-preview", "--suppress-outputs", ...options, ...process.argv.slice(2)];
  const standin = await silentStandin(stage);
  if (standin) {
    // Nothing of it could be read back: this brings it up again.
    console.log(`The stand-in for GitLab does not answer at ${standin}: it is brought up first.`);
    const code = await show(stage, "up", ...further);
    if (code !== 0) return code;
  }
  if (isTerminal()) await confirmLosses(stage, options);
  await reachRemoved(stage, hosts);
  return show(stage, "up", ...refresh, ...further);
}

/** Only on a terminal: a preview takes its time. */
async function confirmLosses(stage: string, options: readonly string[]): Promise<void> {
  if (process.env.YES === "1" || recordedHosts((await exportState(stage)).deployment).length === 0) return;
  const losses = await plannedLosses(stage, options);
  if (losses.length > 0) await confirm("make up", losses);
}

/** What was brought back is recorded, where all that is recorded answers. */
async function afterFailure(stage: string, hosts: Hosts): Promise<void> {
  const state = await exportState(stage);
  await explainRemoved(state, hosts);
  const recorded = recordedHosts(state.deployment);
  if ((await silentHosts(recorded, hosts)).length === 0) await recordRestored(stage, state);
}

/** Asking those that the settings no longer name opens their tunnels, which the removal of what they carry needs. */
async function reachRemoved(stage: string, named: Hosts): Promise<void> {
  await silentHosts(removedHosts(await exportState(stage), named), named);
}

function removedHosts({ deployment }: State, named: Hosts): RecordedHost[] {
  return recordedHosts(deployment).filter(({ name }) => !Object.hasOwn(named, name));
}

/** A host that the settings no longer name has to answer for the last time, when what it carries is removed. */
async function explainRemoved(state: State, named: Hosts): Promise<void> {
  const removed = removedHosts(state, named);
  for (const silent of await silentHosts(removed, named)) {
    console.error(problemLine(orForget(silent, "make up")));
  }
}
