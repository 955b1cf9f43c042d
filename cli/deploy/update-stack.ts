import { changeLines, losses, partOfStack, stageChanges } from "../../lib/changes/index.ts";
import { ProblemError } from "../../lib/problems/index.ts";
import type { Deployment } from "../../lib/state/index.ts";
import { afterFailure } from "../stage/after-failure.ts";
import { confirm } from "../stage/confirmation.ts";
import { hostsOf } from "../stage/engines.ts";
import { repositoryTexts } from "../stage/file-texts.ts";
import { previewStage } from "../stage/preview.ts";
import { changeStage, withoutQuestions } from "../stage/progress.ts";
import type { StageSettings } from "../stage/pulumi.ts";
import { requirePolicy, runPolicy } from "../stage/run-policy.ts";
import { allowedDeletions, withRunSettings } from "../stage/run-settings.ts";

/**
 * Shows what a run would change of one stack, and changes that alone.
 * @param deployment the state before
 * @param command such as `make deploy`
 * @returns the exit code of the run; 0 if there is nothing to change
 * @throws ProblemError, CommandError if the run is not to begin
 */
export function updateStack(
  stage: string,
  stack: string,
  settings: StageSettings,
  deployment: Deployment,
  command: string,
): Promise<number> {
  return withRunSettings(stage, allowedDeletions(), async (options) => {
    const { report } = await previewStage(stage, options, { settings });
    const part = partOfStack(report, stack, deployment);
    if (!part) throw new ProblemError([gone(stack)]);
    const changes = stageChanges(stage, part.report, repositoryTexts);
    console.log(changeLines(changes).join("\n"));
    if (part.targets.length === 0) return 0;
    requirePolicy(part.report.steps, runPolicy(stage, settings));
    await confirm(command, losses(changes));
    const targets = part.targets.flatMap((urn) => ["--target", urn]);
    const { code } = await changeStage(stage, "up", ...withoutQuestions, ...options, ...targets);
    if (code !== 0) await afterFailure(stage, hostsOf(settings), command);
    return code;
  });
}

function gone(stack: string) {
  return {
    path: `stacks/${stack}`,
    expected: "a stack that the files declare",
    found: "none",
    remedy: "nothing was changed: bring the folder back",
  };
}
