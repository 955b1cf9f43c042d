import * as pulumi from "@pulumi/pulumi";
import { Environment } from "./components/Environment.ts";
import { planStage } from "./plan/index.ts";
import { ProblemError } from "./problems/index.ts";
import { loadSettings } from "./settings/index.ts";

// Nothing is compiled, so stack traces need no source maps; translating one for each of the SDK's promises would take
// a third of a run.
delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;

const { settings, plan } = await planned();
const environment = new Environment(settings.stage, { settings, plan });

export const stage = settings.stage;
export const registry = plan.registry && {
  address: plan.registry.address,
  url: plan.registry.url,
  ...environment.registry,
};
export const pypi = plan.pypi && { url: plan.pypi.url, ...environment.pypi };
export const stacks = environment.stacks;

/** Settings and plan of the selected stage; a mistake in them ends the run in words, without a stack trace. */
async function planned() {
  try {
    const settings = loadSettings();
    return { settings, plan: await planStage(settings, process.cwd()) };
  } catch (error) {
    throw error instanceof ProblemError ? new pulumi.RunError(error.message) : error;
  }
}
