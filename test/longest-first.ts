import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of live tests that take more than a minute in a run of all, the longest first. */
export const longest: readonly string[] = [
  "delivery/infrastructure",
  "delivery/one-up",
  "stage/findings",
  "stage/rollout",
  "gitlab-stage/drift",
  "stage/interruption",
  "kinds/twelve-factor",
  "parity/parity",
  "kinds/kubernetes-deployer",
  "kinds/realworld",
  "ssh/hosts",
  "stage/adoption",
  "stage/registry",
  "stage/promote",
  "ssh/builds",
  "stage/volumes",
  "stage/halfway",
  "stage/heal",
  "stage/lifecycle",
  "stage/replacement",
  "standin/runner/ends",
  "stage/drift",
  "stage/saved-plan",
  "ssh/gone",
  "standin/ci-pipelines",
  "standin/runner/jobs",
  "pipelines/python-module",
  "gitlab-stage/secrets",
  "examples/tests",
  "kinds/app-engine",
  "stage/copies",
  "standin/runner/network",
  "standin/runner/docker",
  "toolchain/setup",
  "standin/git-http",
  "parity/config",
  "stage/faults",
  "gitlab-stage/faults",
  "images/registry",
  "stage/releases",
].map((name) => `test/live/${name}.test.ts`);

/** The order of files: the longest begin first, so that none of them runs on alone in the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.indexOf(relative(this.ctx.config.root, moduleId));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
