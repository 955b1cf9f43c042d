import * as pulumi from "@pulumi/pulumi";
import { Environment } from "./components/Environment.ts";
import { noteOwnRun } from "./lib/locks/index.ts";
import { planStage, type StagePlan, stackNotes, unreachableSummary } from "./lib/plan/index.ts";
import { ProblemError, problemLine, refuse } from "./lib/problems/index.ts";
import { removeAbandoned } from "./lib/resources/abandoned-containers.ts";
import { stageOwner } from "./lib/resources/stage-owner.ts";
import { loadSettings, type Settings } from "./lib/settings/index.ts";

// Nothing is compiled, so stack traces need no source maps; translating one for each of the SDK's promises would take
// a third of a run.
delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;

/** Declares the selected stage. @returns the stack outputs, a contract with other tools */
export default async function stage(): Promise<object> {
  if (!pulumi.runtime.isDryRun()) noteOwnRun(pulumi.getStack(), pulumi.getProject());
  const { settings, plan } = await planned();
  const warnings = [...plan.refusals.map(problemLine), ...plan.warnings];
  for (const warning of warnings) await pulumi.log.warn(warning);
  if (pulumi.runtime.isDryRun()) for (const note of stackNotes(plan.stacks)) await pulumi.log.info(note);
  const environment = new Environment(settings.stage, { settings, plan });
  await removeAbandoned(settings, plan);
  if (plan.unreachable.size > 0 && !pulumi.runtime.isDryRun()) await endIncomplete(settings, plan);
  const { registry, pypi, gitlab, projects, runners, stacks } = environment;
  return {
    stage: settings.stage,
    ...(plan.registry && {
      registry: { address: plan.registry.address, url: plan.registry.url, ...registry },
    }),
    ...(plan.pypi && { pypi: { url: plan.pypi.url, ...pypi } }),
    ...(gitlab && { gitlab, projects, runners }),
    stacks,
  };
}

/**
 * Says what the run leaves undone, and fails it unless the settings name all hosts that do not answer. Pulumi removes
 * nothing in a run that fails. So `make up` names them in the settings of its run, and fails by itself.
 */
async function endIncomplete(settings: Settings, { unreachable }: StagePlan): Promise<void> {
  await pulumi.log.error(unreachableSummary(unreachable));
  const areNamed = [...unreachable.keys()].every((host) => settings.unreachable.includes(host));
  if (!areNamed) process.exitCode = afterMessage;
}

/** The exit code by which the language host knows that the user has been told what is wrong. */
const afterMessage = 32;

/** Settings and plan of the selected stage; a mistake in them ends the run in words, without a stack trace. */
async function planned(): Promise<{ settings: Settings; plan: StagePlan }> {
  try {
    const settings = loadSettings();
    const owner = await stageOwner(settings.stage);
    const plan = await planStage(settings, process.cwd(), owner);
    if (!pulumi.runtime.isDryRun()) refuse(plan.refusals);
    return { settings, plan };
  } catch (error) {
    throw error instanceof ProblemError ? new pulumi.RunError(error.message) : error;
  }
}
