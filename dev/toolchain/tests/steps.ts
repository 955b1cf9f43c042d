import { composeProgram } from "../setup/compose.ts";
import { programStep } from "../setup/program.ts";
import type { Step } from "../setup/step.ts";
import { glabStep } from "./glab.ts";
import { testImageSteps } from "./images.ts";
import { danger, nodePackageStep, semanticRelease } from "./node-packages.ts";
import { sshHostsStep } from "./packages.ts";
import { apiServer, etcd, pause } from "./programs.ts";
import { pythonGitLab, pythonPackageStep, shellcheck, twine } from "./python-packages.ts";

/** A step that mostly waits for a server, so that all of it may run beside others. */
const beside = (step: Step): Step => ({ ...step, fetch: step.run, fetchesAll: true });

/**
 * All that tests need beyond a stage, each made once for every checkout of this user.
 * @param engine the step that provides the engine
 */
export function testSteps(engine: Step): Step[] {
  return [
    ...[twine, pythonGitLab, shellcheck].map(pythonPackageStep).map(beside),
    ...[danger, semanticRelease].map(nodePackageStep).map(beside),
    sshHostsStep,
    beside(glabStep),
    ...testImageSteps().map((step) => ({ ...beside(step), after: [engine] })),
    ...[pause, composeProgram, etcd, apiServer].map(programStep),
  ];
}
