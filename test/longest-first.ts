import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of live tests that take more than a minute in a run of all, the longest first. */
export const longest: readonly string[] = [
  "delivery/infrastructure",
  "delivery/one-up",
  "kinds/twelve-factor",
  "kinds/realworld",
  "stage/rollout",
  "gitlab-stage/drift",
  "kinds/kubernetes-deployer",
  "ssh/builds",
  "stage/adoption",
  "stage/findings",
  "ssh/hosts",
  "stage/interruption",
  "parity/parity",
  "standin/runner/ends",
  "stage/volumes",
  "stage/heal",
  "stage/promote",
  "stage/halfway",
  "kinds/app-engine",
  "stage/replacement",
  "stage/lifecycle",
  "stage/saved-plan",
  "standin/git-http",
  "pipelines/python-module",
  "toolchain/setup",
  "stage/copies",
  "ssh/gone",
  "gitlab-stage/secrets",
  "stage/registry",
  "standin/runner/network",
  "standin/runner/docker",
  "standin/runner/jobs",
  "parity/config",
  "examples/tests",
  "gitlab-stage/faults",
  "stage/drift",
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
