import {
  type HealableFinding,
  healTargets,
  movedProblems,
  renewalName,
  withHealTime,
} from "../../lib/heal/index.ts";
import { ProblemError, refuse } from "../../lib/problems/index.ts";
import { exportState, previewUpdate } from "../../lib/state/index.ts";
import { afterFailure } from "../stage/after-failure.ts";
import { hostsOf, unreachableHostNames } from "../stage/engines.ts";
import { readAndChangeStage, withoutQuestions } from "../stage/progress.ts";
import { CommandError, pulumiCliOf, readSettings } from "../stage/pulumi.ts";
import { recordedState } from "../stage/recorded-state.ts";
import { recordRelease } from "../stage/release.ts";
import { withRunSettings } from "../stage/run-settings.ts";
import { readHealTimes, writeHealTimes } from "./heal-times.ts";
import { giveTagsBack } from "./moved-tags.ts";

/**
 * Puts findings right with a run of the program that may change what was found, and nothing else.
 * @returns the exit code of the Pulumi CLI
 * @throws ProblemError if the run would bring something new, or the last one did not complete. Then nothing is changed
 * @throws CommandError if the run cannot be previewed
 */
export async function runHealing(stage: string, findings: readonly HealableFinding[]): Promise<number> {
  const cli = pulumiCliOf(stage);
  const [state, settings] = await Promise.all([exportState(cli), readSettings(cli)]);
  const { deployment } = state;
  const hosts = hostsOf(settings);
  const targets = healTargets(findings, deployment);
  const chosen = targets.flatMap(({ urn }) => ["--target", urn]);
  const unreachable = await unreachableHostNames(hosts);
  const renew = targets.map(renewalName);
  const { code } = await withRunSettings(stage, { renew, unreachable }, async (options) => {
    const { steps } = await previewUpdate(cli, ...options, ...chosen).catch(unlessIncomplete(stage));
    refuse(movedProblems(steps, targets));
    const places = [...new Set(findings.map(({ place }) => place))];
    writeHealTimes(stage, withHealTime(readHealTimes(stage), places, new Date()));
    await giveTagsBack(deployment, targets);
    return readAndChangeStage(stage, state, ["up", "--refresh", ...withoutQuestions, ...options, ...chosen]);
  });
  if (code !== 0) await afterFailure(stage, hosts, "make heal");
  else await recordRelease(stage, (await recordedState(stage)).deployment);
  return code;
}

/** Resources that the last run did not reach are not in the state, so resources that need them cannot be targets. */
function unlessIncomplete(stage: string): (error: unknown) => never {
  return (error) => {
    const isIncomplete = error instanceof CommandError && /specified in --target list/.test(error.message);
    if (!isIncomplete) throw error;
    const found = "things that it did not create, or that are new";
    const remedy = 'complete it with "make up", which also puts the rest right';
    throw new ProblemError([
      {
        path: `stage ${stage}`,
        expected: "a last run that created everything that is declared",
        found,
        remedy,
      },
    ]);
  };
}
