import { expect, test, vi } from "vitest";
import { attempt } from "../support/command.ts";
import {
  commit,
  jobs,
  newProject,
  newRunner,
  type ProtocolRunner,
  pipelines,
  statuses,
  until,
} from "./ci-client.ts";
import { gitLabOfTest } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const file = `
stages: [build, test, deploy]
build:
  stage: build
  tags: [shared]
  image: python:3.12
  before_script: [echo before]
  script: [make]
  artifacts: {paths: [dist], expire_in: 1 week}
test:
  stage: test
  tags: [containers]
  script: [make test]
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
deploy:
  stage: deploy
  tags: [shared]
  script: [deploy]
  rules:
    - if: $CI_COMMIT_TAG
`;

test("a pushed commit creates a pipeline, whose jobs go to the runner with their tags", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": file });
  const shared = await newRunner(gitlab, { tag_list: ["shared"], run_untagged: false });
  const containers = await newRunner(gitlab, { tag_list: ["containers"], run_untagged: false });
  const [pipeline] = await pipelines(gitlab, project);
  expect(pipeline).toMatchObject({ iid: 1, ref: "main", status: "pending", source: "push" });
  expect(await statuses(gitlab, project, pipeline)).toEqual({ build: "pending", test: "created" });

  expect(await containers.request()).toBeUndefined();
  const build = await shared.take();
  expect(build).toMatchObject({
    job_info: { name: "build", stage: "build", project_id: project.id, pipeline_id: pipeline.id },
    git_info: {
      ref: "main",
      ref_type: "branch",
      sha: pipeline.sha,
      refspecs: [
        `+refs/pipelines/${pipeline.id}:refs/pipelines/${pipeline.id}`,
        "+refs/heads/main:refs/remotes/origin/main",
      ],
    },
    steps: [{ name: "script", script: ["echo before", "make"] }],
    image: { name: "python:3.12" },
    dependencies: [],
  });
  expect(await shared.request()).toBeUndefined();

  expect(await shared.log(build, "one\n")).toMatchObject({ status: 202 });
  const wrong = await shared.log(build, "three\n", 9);
  expect([wrong.status, wrong.headers.get("range"), wrong.headers.get("job-status")]).toEqual([
    416,
    "0-4",
    "running",
  ]);
  expect(await shared.log(build, "two\n", 4)).toMatchObject({ status: 202 });
  const archive = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");
  const query = "artifact_type=archive&artifact_format=zip&expire_in=1+week";
  expect(await shared.upload(build, query, "artifacts.zip", archive)).toMatchObject({ status: 201 });
  expect(await shared.update(build, { state: "success", exit_code: 0 })).toMatchObject({ status: 200 });
  expect((await shared.log(build, "late", 8)).status).toBe(403);

  const trace = await gitlab.api("GET", `/projects/${project.id}/jobs/${build.id}/trace`);
  expect(trace.body).toBe("one\ntwo\n");
  const next = await containers.take();
  expect(next).toMatchObject({
    job_info: { name: "test" },
    dependencies: [{ id: build.id, name: "build", artifacts_file: { filename: "artifacts.zip", size: 22 } }],
  });
  const got = await containers.download(next, build.id);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(archive);
  await containers.update(next, { state: "failed", failure_reason: "script_failure", exit_code: 3 });
  expect((await containers.download(next, build.id)).status).toBe(403);
  const done = await jobs(gitlab, project, pipeline);
  expect(done.test).toMatchObject({ status: "failed", failure_reason: "script_failure" });
  const path = `/projects/${project.id}/pipelines/${pipeline.id}`;
  expect((await gitlab.api("GET", path)).body).toMatchObject({
    status: "failed",
    detailed_status: { text: "Failed" },
  });
});

test("a job's token fetches its pipeline's ref while the job runs", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(
    gitlab,
    { ".gitlab-ci.yml": "a: {script: [make]}\n" },
    { visibility: "private" },
  );
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  const job = await runner.take();
  const list = () => attempt("git", ["ls-remote", job.git_info.repo_url, "refs/pipelines/*"]);
  expect(await list()).toMatchObject({ code: 0, stdout: `${pipeline.sha}\trefs/pipelines/${pipeline.id}\n` });
  const own = () => gitlab.api("GET", "/job", { token: null, headers: { "job-token": job.token } });
  expect(await own()).toMatchObject({ status: 200, body: { id: job.id, status: "running" } });
  await runner.update(job, { state: "success" });
  expect(await list()).toMatchObject({ code: 128 });
  expect((await own()).status).toBe(401);
});

test("a tag's pipeline has the jobs for tags", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": file });
  await pipelines(gitlab, project);
  const json = { tag_name: "v1", ref: "main" };
  await gitlab.api("POST", `/projects/${project.id}/repository/tags`, { json });
  const [tagged] = await pipelines(gitlab, project, 2);
  expect(tagged).toMatchObject({ ref: "v1", source: "push" });
  expect(Object.keys(await jobs(gitlab, project, tagged)).sort()).toEqual(["build", "deploy"]);
});

test("no job of 200 is given to two runners", async () => {
  const gitlab = await gitLabOfTest();
  await newProject(gitlab, { ".gitlab-ci.yml": "many: {script: [make], parallel: 200}\n" });
  const [one, other] = [await newRunner(gitlab), await newRunner(gitlab)];
  const taken = [(await one.take()).id];
  const drain = async (runner: ProtocolRunner) => {
    for (let job = await runner.request(); job; job = await runner.request()) taken.push(job.id);
  };
  await Promise.all([one, one, other, other].map(drain));
  expect([taken.length, new Set(taken).size]).toEqual([200, 200]);
});

test("a job whose runner is killed fails, or is retried", async () => {
  const gitlab = await gitLabOfTest({ GITLAB_STUCK_SECONDS: "2" });
  const both =
    "once: {script: [make]}\ntwice: {script: [make], retry: {max: 1, when: runner_system_failure}}\n";
  const project = await newProject(gitlab, { ".gitlab-ci.yml": both });
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  await runner.take();
  await runner.take();
  const ask = () => statuses(gitlab, project, pipeline);
  await until(ask, (found) => found.once === "failed" && found.twice === "pending");
  const all = `/projects/${project.id}/pipelines/${pipeline.id}/jobs?include_retried=true`;
  const rows = (await gitlab.api("GET", all)).body as Record<string, unknown>[];
  expect(rows.map(({ name, status, failure_reason }) => [name, status, failure_reason])).toEqual([
    ["twice", "pending", undefined],
    ["twice", "failed", "runner_system_failure"],
    ["once", "failed", "runner_system_failure"],
  ]);
});

test("a cancelled job learns it from its next call, and ends as cancelled", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, {
    ".gitlab-ci.yml": "a: {script: [make]}\nb: {script: [make]}\n",
  });
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  const job = await runner.take();
  const answer = await gitlab.api("POST", `/projects/${project.id}/pipelines/${pipeline.id}/cancel`);
  expect(answer).toMatchObject({ status: 200, body: { status: "canceling" } });
  expect((await runner.log(job, "x")).headers.get("job-status")).toBe("canceling");
  await runner.update(job, { state: "failed", failure_reason: "script_failure" });
  expect(await statuses(gitlab, project, pipeline)).toEqual({ a: "canceled", b: "canceled" });
  const again = await gitlab.api("POST", `/projects/${project.id}/jobs/${job.id}/retry`);
  expect(again).toMatchObject({ status: 201, body: { name: "a", status: "pending" } });
  expect((again.body as { id: number }).id).not.toBe(job.id);
});

test("confirmed data survives kill -9", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": "a: {script: [make]}\n" });
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  const job = await runner.take();
  await runner.log(job, "before\n");
  await commit(gitlab, project, { x: "1" }, { branch: "other", start: "main" });
  await gitlab.kill();
  await gitlab.restart();
  expect(await runner.log(job, "after\n", 7)).toMatchObject({ status: 202 });
  expect(await runner.update(job, { state: "success" })).toMatchObject({ status: 200 });
  const trace = await gitlab.api("GET", `/projects/${project.id}/jobs/${job.id}/trace`);
  expect(trace.body).toBe("before\nafter\n");
  expect(await statuses(gitlab, project, pipeline)).toEqual({ a: "success" });
  expect(await pipelines(gitlab, project, 2)).toMatchObject([
    { ref: "other" },
    { ref: "main", status: "success" },
  ]);
});
