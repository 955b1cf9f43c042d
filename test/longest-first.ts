import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of live tests that take more than a minute in a run of all, the longest first. */
export const longest: readonly string[] = [
  ...[
    "delivery/infrastructure",
    "delivery/one-up",
    "kinds/realworld",
    "kinds/twelve-factor",
    "stage/rollout",
  ],
  ...["gitlab-stage/drift", "kinds/kubernetes-deployer", "ssh/hosts", "stage/interruption", "stage/adoption"],
  ...["ssh/builds", "parity/parity", "kinds/app-engine", "stage/volumes", "stage/halfway", "stage/lifecycle"],
  ...["pipelines/python-module", "standin/runner/jobs", "standin/runner/ends", "stage/registry"],
  ...[
    "examples/tests",
    "stage/findings",
    "stage/replacement",
    "stage/copies",
    "stage/saved-plan",
    "standin/git-http",
  ],
  ...["gitlab-stage/secrets", "toolchain/setup"],
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
