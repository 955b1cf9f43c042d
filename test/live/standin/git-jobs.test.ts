import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { commit, git, gitLabWithProject, workingTree } from "./git.ts";
import { finishJob, takeJob } from "./job.ts";
import { gitLabOfTest } from "./server.ts";

const pipeline = { ".gitlab-ci.yml": "build:\n  script: echo hi\n" };

test("a job's token reads while the job runs, and writes if the project allows it", {
  timeout: 90_000,
}, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const other = await gitLabWithProject(gitlab);
  const tree = await workingTree(pipeline);
  for (const { url } of [project, other]) await git(tree, "push", "-o", "ci.skip", url(), "main");
  await git(tree, "push", project.url(), "main:topic");
  const job = await takeJob(gitlab, project);
  const url = project.url(`gitlab-ci-token:${job.token}`);
  const refs = await git(tree, "ls-remote", url, "refs/pipelines/*");
  expect([refs.code, /refs\/pipelines\/\d+$/m.test(refs.stdout)]).toEqual([0, true]);
  expect(await git(tree, "ls-remote", project.url(`root:${job.token}`))).toMatchObject({ code: 128 });
  const refused = await git(tree, "push", url, "main:by-job");
  expect(refused.stderr).toContain("remote: You are not allowed to push code to this project.");
  const allow = { json: { ci_push_repository_for_job_token_allowed: true } };
  for (const { id } of [project, other]) await gitlab.api("PUT", `/projects/${id}`, allow);
  expect(await git(tree, "push", url, "main:by-job")).toMatchObject({ code: 0 });
  const elsewhere = await git(tree, "push", other.url(`gitlab-ci-token:${job.token}`), "main:by-job");
  expect(elsewhere.code).toBe(128);
  await finishJob(gitlab, job);
  expect((await git(tree, "ls-remote", url)).stderr).toContain("HTTP Basic: Access denied");
});

test("a merge request waits for its pipeline, then merges", { timeout: 90_000 }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree(pipeline);
  await git(tree, "push", "-o", "ci.skip", project.url(), "main");
  await commit(tree, { a: "1" }, "Add a");
  await git(tree, "push", project.url(), "main:topic");
  const job = await takeJob(gitlab, project);
  const path = `/projects/${project.id}/merge_requests`;
  const json = { source_branch: "topic", target_branch: "main", title: "Later" };
  const opened = await gitlab.api("POST", path, { json });
  expect(opened.body).toMatchObject({ head_pipeline: { status: "running", ref: "topic" } });
  const asked = await gitlab.api("PUT", `${path}/1/merge`, { json: { auto_merge: true } });
  expect([asked.status, asked.body]).toMatchObject([
    200,
    { state: "opened", merge_when_pipeline_succeeds: true },
  ]);
  await finishJob(gitlab, job);
  for (;;) {
    const { body } = await gitlab.api("GET", `${path}/1`);
    if ((body as { state: string }).state === "merged") break;
    await sleep(100);
  }
  const { body } = await gitlab.api(
    "GET",
    `/projects/${project.id}/repository/commits?ref_name=main&order=topo`,
  );
  expect((body as { title: string }[]).map(({ title }) => title)).toEqual([
    "Merge branch 'topic' into 'main'",
    "Add a",
    "First",
  ]);
});
