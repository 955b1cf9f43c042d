import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of live tests that take more than a minute in a run of all, the longest first. */
export const longest: readonly string[] = [
  "delivery/infrastructure",
  "delivery/one-up",
  "stage/rollout",
  "gitlab-stage/drift",
  "kinds/twelve-factor",
  "kinds/kubernetes-deployer",
  "kinds/realworld",
  "stage/findings",
  "pipelines/python-module",
  "ssh/hosts",
  "stage/registry",
  "examples/tests",
  "ssh/builds",
  "stage/adoption",
  "stage/lifecycle",
  "stage/halfway",
  "stage/heal",
  "stage/interruption",
  "parity/parity",
  "stage/volumes",
  "stage/promote",
  "stage/drift",
  "kinds/app-engine",
  "toolchain/setup",
  "standin/runner/ends",
  "parity/config",
  "standin/git-http",
  "stage/replacement",
  "stage/saved-plan",
  "ssh/gone",
  "standin/ci-pipelines",
  "standin/runner/jobs",
  "gitlab-stage/secrets",
  "gitlab-stage/faults",
  "standin/runner/docker",
  "stage/releases",
  "stage/copies",
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
