import { expect, test } from "vitest";
import { projectFacts, runnerFacts } from "../../../lib/gitlab/ci-facts.ts";
import { type GitLabClient, GitLabError } from "../../../lib/gitlab/client.ts";

const project = { web_url: "http://gitlab/team/chat", default_branch: null };

/** A GitLab that knows these paths, and refuses those with an error. */
function gitlab(pages: Readonly<Record<string, unknown>>): GitLabClient {
  return {
    url: "http://gitlab",
    async request(_, path) {
      const page = pages[path];
      if (page instanceof Error) throw page;
      return page;
    },
  };
}

const forbidden = new GitLabError("403 Forbidden", 403);

test("a project whose CI is switched off has no pipelines and no jobs", async () => {
  const known = gitlab({
    "/projects/7": project,
    "/projects/7/pipelines?per_page=20": forbidden,
    "/projects/7/jobs?scope[]=pending&per_page=100": forbidden,
  });
  expect(await projectFacts(known, "7")).toEqual({
    ...{ url: project.web_url, defaultBranch: undefined },
    ...{ pipelines: [], waitingJobs: [] },
  });
});

test("a job of an older GitLab has no tags", async () => {
  const known = gitlab({
    "/projects/7": project,
    "/projects/7/jobs?scope[]=pending&per_page=100": [{ tag_list: ["gpu"] }, {}],
  });
  expect((await projectFacts(known, "7"))?.waitingJobs).toEqual([["gpu"], []]);
});

test("an object that GitLab does not know is undefined, and any other refusal is an error", async () => {
  expect([await projectFacts(gitlab({}), "7"), await runnerFacts(gitlab({}), "3")]).toEqual([
    undefined,
    undefined,
  ]);
  await expect(runnerFacts(gitlab({ "/runners/3": forbidden }), "3")).rejects.toThrow("403 Forbidden");
});
