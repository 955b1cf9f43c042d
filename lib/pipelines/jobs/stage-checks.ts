import type { PipelineContext } from "../kind.ts";
import type { Job, Rule } from "../pipeline.ts";
import { asManual, notScheduled, when } from "../rules.ts";
import { withEngineService } from "./docker.ts";
import { make, notReviewing } from "./program.ts";
import type { StageOptions } from "./stage-options.ts";

/** The files of the program. All others are data of stages or documents. */
export const programFiles = [
  "{cli,components,dev,examples,lib,operations,scripts,sdks,test}/**/*",
  ...[".*/**/*", ".*", "*.{json,ts}"],
  "Makefile",
  "Pulumi.yaml",
];

/** On the default branch, unless only data changed: a merge of data does not wait for the tests of the program. */
const onProgramChange: Rule = { ...when.defaultBranch, changes: programFiles };

/** Format, lint, types and unit tests. */
export function check({ images }: StageOptions, context: PipelineContext): Job {
  return {
    ...make("check", images.node, context),
    rules: [notReviewing, notScheduled, when.anyBranch, when.mergeRequest],
  };
}

/** Checks settings and stacks without an engine, and counts the changed services for GitLab's widget. */
export function draft({ images }: StageOptions, context: PipelineContext): Job {
  const job = make("draft", images.node, context);
  return {
    ...job,
    stage: "check",
    rules: [when.mergeRequest],
    // It compares with the commit at which the branch began.
    variables: { BASE: "$CI_MERGE_REQUEST_DIFF_BASE_SHA", GIT_DEPTH: "0", ...job.variables },
    artifacts: {
      when: "always",
      expire_in: "4 weeks",
      access: "developer",
      reports: { terraform: "draft.json" },
    },
  };
}

/** All tests. They need an engine, and so a runner without secrets of others. In merge requests a person starts them. */
export function test(chosen: StageOptions, context: PipelineContext): Job {
  const job = make("test", chosen.images.node, context);
  const engine = withEngineService(chosen, context);
  return {
    ...job,
    ...engine,
    variables: { ...job.variables, ...engine.variables },
    rules: [notReviewing, notScheduled, onProgramChange, asManual(when.mergeRequest)],
    timeout: "2 hours",
  };
}
