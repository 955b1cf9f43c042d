import type { GitLabPlan, ProjectPlan } from "../../../lib/plan/index.ts";

/** A GitLab that exists already. */
export const gitlabPlan: GitLabPlan = {
  url: "https://gitlab.example.com",
  jobUrl: "https://gitlab.example.com",
  network: undefined,
  group: {
    path: "boats",
    name: "Boats",
    description: "Ours",
    visibility: "internal",
    parentId: undefined,
  },
  authority: undefined,
  server: undefined,
};

/** A project that says nothing but its name and its default branch. */
export function projectPlan(facts: Partial<ProjectPlan> = {}): ProjectPlan {
  return {
    name: "app",
    kind: "container-app",
    description: "An app",
    visibility: "private",
    mergeMethod: "merge",
    squash: "default_on",
    branches: [{ name: "main", push: "maintainer", merge: "maintainer" }],
    protectedTags: [],
    environments: [],
    variables: [],
    schedules: [],
    pipeline: "stages: [test]\n",
    starter: undefined,
    pipelineTimeout: 600,
    runnerTags: [],
    runnerVolumes: [],
    ...facts,
  };
}
