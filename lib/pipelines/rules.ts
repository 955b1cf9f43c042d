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

/** Excludes the job from scheduled pipelines. Stands before other rules. */
export const notScheduled: Rule = { ...when.schedule, when: "never" };

/** A rule for a job that a person starts. The pipeline does not wait for it. */
export function asManual(rule: Rule): Rule {
  return { ...rule, when: "manual", allow_failure: true };
}

/**
 * One pipeline for each commit. The named branches always have branch pipelines, because a merge request's pipeline
 * would not run their own jobs. Any other branch has merge request pipelines as soon as it has a merge request.
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
