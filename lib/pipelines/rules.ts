import type { Rule, Workflow } from "./pipeline.ts";

/** Conditions of rules; the first rule that matches decides. */
export const when = {
  mergeRequest: { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
  schedule: { if: '$CI_PIPELINE_SOURCE == "schedule"' },
  defaultBranch: { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" },
  anyBranch: { if: "$CI_COMMIT_BRANCH" },
  tag: { if: "$CI_COMMIT_TAG" },
} as const;

export function onBranch(name: string): Rule {
  return { if: `$CI_COMMIT_BRANCH == "${name}"` };
}

/** Not in scheduled pipelines, whatever the rules after it say. */
export const notScheduled: Rule = { ...when.schedule, when: "never" };

/** Shown as a button; a pipeline whose button nobody presses is not held up. */
export function asManual(rule: Rule): Rule {
  return { ...rule, when: "manual", allow_failure: true };
}

/**
 * One pipeline for each commit. The branches named have jobs of their own, which a merge request's pipeline would not
 * run, so theirs is always a branch pipeline; any other branch has that of its merge request once there is one.
 */
export function workflow(...branches: readonly string[]): Workflow {
  const names = branches.join("|");
  return {
    auto_cancel: { on_new_commit: "interruptible" },
    rules: [
      {
        comment: "These branches have pipelines of their own, also while they are being merged.",
        if: `${when.mergeRequest.if} && $CI_MERGE_REQUEST_SOURCE_BRANCH_NAME =~ /^(${names})$/ && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID`,
        when: "never",
      },
      when.mergeRequest,
      { if: `$CI_COMMIT_BRANCH =~ /^(${names})$/` },
      {
        comment: "The merge request's pipeline runs instead.",
        if: "$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS",
        when: "never",
      },
      when.anyBranch,
      when.tag,
    ],
  };
}
