import * as pulumi from "@pulumi/pulumi";
import { Environment } from "./components/Environment.ts";
import { noteOwnRun } from "./lib/locks/index.ts";
import { planStage, type StagePlan, stackNotes, unreachableSummary } from "./lib/plan/index.ts";
import { ProblemError, refuse } from "./lib/problems/index.ts";
import { refusalLine } from "./lib/problems/refusal.ts";
import { removeAbandoned } from "./lib/resources/abandoned-containers.ts";
import type { Declared } from "./lib/resources/declared-value.ts";
import { leaveOutSdkCosts } from "./lib/resources/sdk-costs.ts";
import { stageHolds } from "./lib/resources/stage-holds.ts";
import { stageOwner } from "./lib/resources/stage-owner.ts";
import { loadSettings, type Settings } from "./lib/settings/index.ts";
import type { StageOutputs } from "./lib/state/index.ts";

leaveOutSdkCosts();

/** Declares the selected stage. @returns the stack outputs, which other tools read */
export default async function stage(): Promise<Declared<StageOutputs<string>>> {
  if (!pulumi.runtime.isDryRun()) noteOwnRun(pulumi.getStack(), pulumi.getProject());
  const { settings, plan } = await planned();
  const warnings = [...plan.refusals.map(refusalLine), ...plan.warnings];
  for (const warning of warnings) await pulumi.log.warn(warning);
  if (pulumi.runtime.isDryRun()) for (const note of stackNotes(plan.stacks)) await pulumi.log.info(note);
  const environment = new Environment(settings.stage, { settings, plan });
  await removeAbandoned(settings, plan);
  if (plan.unreachable.size > 0 && !pulumi.runtime.isDryRun()) await endIncomplete(settings, plan);
  const { registry, pypi, gitlab, projects, runners, stacks } = environment;
  return {
    stage: settings.stage,
    ...(plan.registry &&
      registry && { registry: { address: plan.registry.address, url: plan.registry.url, ...registry } }),
    ...(plan.pypi && pypi && { pypi: { url: plan.pypi.url, ...pypi } }),
    ...(gitlab && { gitlab, projects, runners }),
    stacks,
  };
}

/**
 * Reports what a run with unreachable hosts leaves undone. The run fails unless the settings name all of these hosts.
 * Pulumi removes nothing in a failed run, so `make up` names the hosts in the settings of its run and fails itself.
 */
async function endIncomplete(settings: Settings, { unreachable }: StagePlan): Promise<void> {
  await pulumi.log.error(unreachableSummary(unreachable));
  const areNamed = [...unreachable.keys()].every((host) => settings.unreachable.includes(host));
  if (!areNamed) process.exitCode = afterMessage;
}

/** The exit code that tells Pulumi's language host that the error message is already printed. */
const afterMessage = 32;

/** The settings and the plan of the selected stage. A mistake in them ends the run with its lines, without a stack trace. */
async function planned(): Promise<{ settings: Settings; plan: StagePlan }> {
  try {
    const settings = loadSettings();
    const [owner, holds] = await Promise.all([stageOwner(settings.stage), stageHolds()]);
    const plan = await planStage(settings, process.cwd(), owner, holds);
    if (!pulumi.runtime.isDryRun()) refuse(plan.refusals);
    return { settings, plan };
  } catch (error) {
    throw error instanceof ProblemError ? new pulumi.RunError(error.message) : error;
  }
}
