import type { Variables } from "./gitlab-ci-local.ts";

const common = { CI_DEFAULT_BRANCH: "main", CI_PROJECT_ID: "7", CI_MERGE_REQUEST_PROJECT_ID: undefined };

function onBranch(name: string, more: Variables = {}): Variables {
  return { ...common, CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: name, CI_COMMIT_TAG: undefined, ...more };
}

function mergeRequest(source: string, sourceProject = "7"): Variables {
  return {
    ...common,
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_COMMIT_BRANCH: undefined,
    CI_COMMIT_TAG: undefined,
    CI_MERGE_REQUEST_IID: "1",
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: source,
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: sourceProject,
    CI_MERGE_REQUEST_PROJECT_ID: "7",
  };
}

/** What makes GitLab create a pipeline, with the variables that tell them apart. */
export const events: Readonly<Record<string, Variables>> = {
  "push to dev": onBranch("dev"),
  "push to dev, open merge request": onBranch("dev", { CI_OPEN_MERGE_REQUESTS: "team/demo!1" }),
  "push to main": onBranch("main"),
  "push to production": onBranch("production"),
  "push to another branch": onBranch("feature"),
  "push to another branch, open merge request": onBranch("feature", {
    CI_OPEN_MERGE_REQUESTS: "team/demo!1",
  }),
  "merge request from another branch": mergeRequest("feature"),
  "merge request from dev": mergeRequest("dev"),
  "merge request from main": mergeRequest("main"),
  "merge request from a fork's main": mergeRequest("main", "8"),
  tag: {
    ...onBranch("main"),
    CI_COMMIT_BRANCH: undefined,
    CI_COMMIT_TAG: "v1.0.0",
  },
  "schedule on main": onBranch("main", { CI_PIPELINE_SOURCE: "schedule" }),
  "preview of merge requests": onBranch("main", { CI_PIPELINE_SOURCE: "web", MERGE_REQUEST: "12" }),
};
