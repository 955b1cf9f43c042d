import { composeProgram } from "../setup/compose.ts";
import { programStep } from "../setup/program.ts";
import type { Step } from "../setup/step.ts";
import { glabStep } from "./glab.ts";
import { testImageSteps } from "./images.ts";
import { danger, nodePackageStep, semanticRelease } from "./node-packages.ts";
import { sshHostsStep } from "./packages.ts";
import { apiServer, etcd, pause } from "./programs.ts";
import { pythonGitLab, pythonPackageStep, shellcheck, twine } from "./python-packages.ts";

/** All that tests need beyond a stage, each made once for every checkout of this user. */
export function testSteps(): Step[] {
  return [
    ...[twine, pythonGitLab, shellcheck].map(pythonPackageStep),
    ...[danger, semanticRelease].map(nodePackageStep),
    sshHostsStep,
    glabStep,
    ...testImageSteps(),
    ...[pause, composeProgram, etcd, apiServer].map(programStep),
  ];
}
