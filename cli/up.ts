/**
 * Creates or updates the stage and prints what runs where. Further arguments go to `pulumi up`. FORGET=<host> leaves out a
 * machine that is gone for good. ALLOW_DELETE=<name> allows the deletion of a volume, a GitLab project or a group with its
 * data. The stage's policy checks the changes. On a terminal `up` asks before it removes a stack or data, unless YES=1.
 * PLAN=<file> applies the plan that a preview saved. It ends with 10, and changes nothing, if that plan is out of date.
 * DEEP=1 lets providers read everything again, and not only what a look finds to differ. VERBOSE=1 shows Pulumi's own output.
 */

import { changeLines, losses } from "../lib/changes/index.ts";
import { refuse } from "../lib/problems/index.ts";
import { exportState, planUpdate, recordedHosts, type State, stageOutputs } from "../lib/state/index.ts";
import { afterFailure } from "./stage/after-failure.ts";
import { confirm, isTerminal } from "./stage/confirmation.ts";
import { hostsOf, unreachableHostNames } from "./stage/engines.ts";
import { forgetHosts } from "./stage/forget-hosts.ts";
import { removeHeldFolders } from "./stage/held-folders.ts";
import { completeLock } from "./stage/lock.ts";
import { previewStage } from "./stage/preview.ts";
import { changeStage, type RunResult, readAndChangeStage, withoutQuestions } from "./stage/progress.ts";
import { pulumiCliOf, readSettings, type StageSettings } from "./stage/pulumi.ts";
import { recordedState } from "./stage/recorded-state.ts";
import { recordRelease } from "./stage/release.ts";
import { runOnStage } from "./stage/run-command.ts";
import { isPreviewNeeded, requirePolicy, runPolicy } from "./stage/run-policy.ts";
import { allowedDeletions, withRunSettings } from "./stage/run-settings.ts";
import {
  openPlan,
  PlanMovedError,
  planOutOfDate,
  requireUnmoved,
  type SavedPlan,
  withPlanFile,
} from "./stage/saved-plan.ts";
import { openStage } from "./stage/stage.ts";
import { unreachableStandin } from "./stage/standin.ts";
import { outputLines, unchangedLines } from "./stage/summary.ts";
import { unreachableRecordedHosts } from "./stage/unreachable-recorded-hosts.ts";
import { forgetLostContent } from "./up/lost-content.ts";
import { readingCommands } from "./up/reading.ts";
import { stoppedContainers } from "./up/stopped-containers.ts";

await runOnStage(async (stage) => {
  await forgetHosts(stage);
  await openStage(stage);
  const cli = pulumiCliOf(stage);
  const [settings, state] = await Promise.all([readSettings(cli), exportState(cli, "--show-secrets")]);
  const hosts = hostsOf(settings);
  const unreachable = await unreachableHostNames(hosts);
  const file = process.env.PLAN;
  const saved = file ? openPlan(stage, file) : undefined;
  const { code, isChanging } = await withRunSettings(
    stage,
    { ...(saved?.settings ?? allowedDeletions()), unreachable },
    (options) =>
      file && saved
        ? updateAsPlanned(stage, settings, { file, saved }, options)
        : update(stage, settings, { state, unreachable }, options),
  );
  if (code === planOutOfDate) return code;
  if (code !== 0) await afterFailure(stage, hosts, "make up");
  if (code !== 0 || unreachable.length > 0) return code || 1;
  const { deployment } = await recordedState(stage);
  await completeLock(stage, deployment);
  await recordRelease(stage, deployment);
  removeHeldFolders(stage, deployment);
  refuse(await stoppedContainers(deployment));
  const outputs = { stage, ...stageOutputs(deployment) };
  for (const line of isChanging ? outputLines(outputs) : unchangedLines(outputs)) console.log(line);
  return 0;
});

async function update(
  stage: string,
  settings: StageSettings,
  { state, unreachable }: { readonly state: State; readonly unreachable: readonly string[] },
  options: readonly string[],
): Promise<RunResult> {
  const { deployment } = state;
  const recorded = recordedHosts(deployment);
  const policy = runPolicy(stage, settings);
  const isAsked = isTerminal() && process.env.YES !== "1" && recorded.length > 0;
  // A preview takes some time, so it runs only if it is needed.
  if (isAsked || isPreviewNeeded(policy, settings, deployment)) {
    const { changes, report } = await previewStage(stage, options, { settings });
    requirePolicy(report.steps, policy);
    if (isAsked) {
      // The broken rules are already printed.
      console.log(changeLines({ ...changes, policy: [] }).join("\n"));
      await confirm("make up", losses(changes));
    }
  }
  const standin = await unreachableStandin(deployment);
  if (standin && !(await forgetLostContent(stage, state))) {
    // A refresh of its resources would fail. This run brings it up again.
    console.log(`The stand-in for GitLab does not answer at ${standin}: it is brought up first.`);
    const result = await changeStage(stage, "up", ...updateOptions(options));
    if (result.code !== 0) return result;
  }
  // This opens the tunnels to hosts that the settings no longer name. The removal of their resources needs them.
  const hosts = hostsOf(settings);
  const removed = recorded.filter(({ name }) => !Object.hasOwn(hosts, name));
  const removedAndAway = (await unreachableRecordedHosts(removed, hosts)).map(({ host }) => host.name);
  // A person may have waited with the answer, or an earlier run may have changed the state.
  const before = isAsked || standin ? await exportState(pulumiCliOf(stage), "--show-secrets") : state;
  const reading = await readingCommands(stage, before, hosts, new Set([...unreachable, ...removedAndAway]));
  return readAndChangeStage(stage, before, ...reading, ["up", ...updateOptions(options)]);
}

/** Applies a saved plan. It does not repair drift, because nobody has reviewed that. */
async function updateAsPlanned(
  stage: string,
  settings: StageSettings,
  { file, saved }: { readonly file: string; readonly saved: SavedPlan },
  options: readonly string[],
): Promise<RunResult> {
  const { preview, plan } = await planUpdate(pulumiCliOf(stage), ...options);
  try {
    await requireUnmoved(stage, file, saved, plan);
  } catch (error) {
    if (!(error instanceof PlanMovedError)) throw error;
    console.error(error.message);
    return { code: planOutOfDate, isChanging: false };
  }
  requirePolicy(preview.steps, runPolicy(stage, settings));
  return withPlanFile(saved, (path) => changeStage(stage, "up", "--plan", path, ...updateOptions(options)));
}

function updateOptions(options: readonly string[]): string[] {
  return [...withoutQuestions, ...options, ...process.argv.slice(2)];
}
