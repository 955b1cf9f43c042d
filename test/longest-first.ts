import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files of live tests that take more than a minute in a run of all, the longest first. */
export const longest: readonly string[] = [
  ...["delivery/infrastructure", "delivery/one-up", "stage/rollout", "kinds/twelve-factor", "examples/tests"],
  ...["kinds/kubernetes-deployer", "gitlab-stage/drift", "kinds/app-engine", "ssh/hosts", "stage/adoption"],
  ...["kinds/realworld", "stage/interruption", "parity/parity", "standin/runner/ends", "stage/registry"],
  ...["stage/volumes", "stage/lifecycle", "gitlab-stage/secrets", "stage/halfway", "stage/replacement"],
  ...["pipelines/python-module", "standin/runner/jobs", "kinds/heroku", "standin/runner/docker"],
  ...["toolchain/setup", "stage/builds", "standin/git-http", "stage/copies", "ssh/builds"],
  ...["standin/runner/network", "gitlab-stage/faults", "ssh/gone", "gitlab/sdk"],
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
