import { expect, test, vi } from "vitest";
import { commit, jobs, newProject, newRunner, pipelines, type Row, statuses, until } from "./ci-client.ts";
import { pythonGitLab } from "./python.ts";
import { gitLabOfTest, type TestGitLab } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const bySource = `
pushed: {script: [make], rules: [{if: $CI_PIPELINE_SOURCE == "push"}]}
merged: {script: [make], rules: [{if: $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == "main"}]}
nightly: {script: [make], rules: [{if: $CI_PIPELINE_SOURCE == "schedule" && $DEPTH == "full"}]}
asked: {script: [make], rules: [{if: $CI_PIPELINE_SOURCE == "api" && $WHO =~ /^a.*n$/}]}
changed: {script: [make], rules: [{changes: [src/*], if: $CI_PIPELINE_SOURCE == "push"}]}
`;

async function names(gitlab: TestGitLab, project: Row, pipeline: Row): Promise<string[]> {
  return Object.keys(await jobs(gitlab, project, pipeline)).sort();
}

test("rules see where a pipeline comes from", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": bySource });
  const base = `/projects/${project.id}`;
  const [first] = await pipelines(gitlab, project);
  expect(await names(gitlab, project, first)).toEqual(["changed", "pushed"]);
  await commit(gitlab, project, { "other/x": "1" }, { branch: "side", start: "main" });
  await pipelines(gitlab, project, 2);
  await commit(gitlab, project, { "other/y": "1" }, { branch: "side" });
  expect(await names(gitlab, project, (await pipelines(gitlab, project, 3))[0])).toEqual(["pushed"]);
  await commit(gitlab, project, { "src/y": "1" }, { branch: "side" });
  expect(await names(gitlab, project, (await pipelines(gitlab, project, 4))[0])).toEqual([
    "changed",
    "pushed",
  ]);

  const json = { source_branch: "side", target_branch: "main", title: "A change" };
  expect(await gitlab.api("POST", `${base}/merge_requests`, { json })).toMatchObject({ status: 201 });
  const [merged] = await pipelines(gitlab, project, 1, "source=merge_request_event");
  expect(merged).toMatchObject({ ref: "refs/merge-requests/1/head" });
  expect(await names(gitlab, project, merged)).toEqual(["merged"]);

  const variables = [{ key: "WHO", value: "anton" }];
  const asked = await gitlab.api("POST", `${base}/pipeline`, { json: { ref: "main", variables } });
  expect(asked).toMatchObject({ status: 201, body: { source: "api", before_sha: "0".repeat(40) } });
  expect(await names(gitlab, project, asked.body as Row)).toEqual(["asked"]);
  const refused = await gitlab.api("POST", `${base}/pipeline`, { json: { ref: "main" } });
  expect([refused.status, refused.body]).toEqual([
    400,
    {
      message: {
        base: [
          "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.",
        ],
      },
    },
  ]);
  const unknown = await gitlab.api("POST", `${base}/pipeline`, { json: { ref: "nowhere" } });
  expect([unknown.status, unknown.body]).toEqual([400, { message: { base: ["Reference not found"] } }]);
});

test("a schedule runs in its time zone and when it is played, even after kill -9", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": bySource });
  const base = `/projects/${project.id}/pipeline_schedules`;
  const json = { description: "nightly", ref: "main", cron: "* * * * *", cron_timezone: "Asia/Kolkata" };
  const made = (await gitlab.api("POST", base, { json })).body as Row;
  const path = `${base}/${made.id}`;
  await gitlab.api("POST", `${path}/variables`, { json: { key: "DEPTH", value: "full" } });
  const played = await gitlab.api("POST", `${path}/play`);
  expect([played.status, played.body]).toEqual([201, { message: "201 Created" }]);
  await gitlab.kill();
  await gitlab.restart();
  const [pipeline] = await pipelines(gitlab, project, 1, "source=schedule");
  expect(await names(gitlab, project, pipeline)).toEqual(["nightly"]);
  expect((await gitlab.api("GET", path)).body).toMatchObject({ last_pipeline: { id: pipeline.id } });
  const all = async () =>
    (await gitlab.api("GET", `/projects/${project.id}/pipelines?source=schedule`)).body as Row[];
  await until(all, (found) => found.length === 2, 75);
});

test("faults of a configuration are reported in GitLab's words", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": "a: {script: [make], needs: [b]}\n" });
  const [broken] = await pipelines(gitlab, project);
  const shown = await gitlab.api("GET", `/projects/${project.id}/pipelines/${broken.id}`);
  expect(shown.body).toMatchObject({ status: "failed", yaml_errors: "a job: undefined need: b" });
  const lint = async (content: string) =>
    (await gitlab.api("POST", `/projects/${project.id}/ci/lint`, { json: { content, include_jobs: true } }))
      .body;
  expect(await lint("a: {script: [make], only: [tags], rules: [{when: always}]}")).toMatchObject({
    valid: false,
    errors: ["jobs:a config key may not be used with `rules`: only"],
  });
  expect(await lint("a: {scirpt: [make], script: [make]}")).toMatchObject({
    valid: false,
    errors: ["jobs:a config contains unknown keys: scirpt"],
  });
  expect(await lint("a: [")).toMatchObject({ valid: false, merged_yaml: null });
  expect(await lint(".x: {tags: [t]}\na: {extends: .x, script: [make]}")).toMatchObject({
    valid: true,
    errors: [],
    jobs: [{ name: "a", stage: "test", script: ["make"], tag_list: ["t"], when: "on_success" }],
  });
});

test("[ci skip] and a newer commit leave nothing to run", async () => {
  const gitlab = await gitLabOfTest();
  const project = await newProject(gitlab, { ".gitlab-ci.yml": "a: {script: [make]}\n" });
  await pipelines(gitlab, project);
  await commit(gitlab, project, { x: "1" });
  await pipelines(gitlab, project, 2);
  await commit(gitlab, project, { y: "1" }, { message: "Nothing [ci skip]" });
  const ask = async () => (await pipelines(gitlab, project, 3)).map(({ status }) => status);
  expect(await until(ask, (found) => found[2] === "canceled")).toEqual(["skipped", "pending", "canceled"]);
});

test("a job gets its own variables, and its log shows no masked value", async () => {
  const gitlab = await gitLabOfTest();
  const file = [
    "variables: {LEVEL: file, TEXT: file}",
    "main: {script: [make], environment: production, variables: {TEXT: job}}",
    "other: {script: [make], needs: []}",
  ].join("\n");
  const project = await newProject(gitlab, { ".gitlab-ci.yml": file });
  const secret = "hunter2-hunter2";
  const set = (fields: object) => gitlab.api("POST", `/projects/${project.id}/variables`, { json: fields });
  await set({ key: "LEVEL", value: "project" });
  await set({ key: "PASSWORD", value: secret, masked: true, protected: true });
  await set({ key: "SCOPED", value: "live", environment_scope: "production" });
  const runner = await newRunner(gitlab);
  await pipelines(gitlab, project);
  const taken = [await runner.take(), await runner.take()];
  const value = (name: string, key: string) =>
    taken.find(({ job_info }) => job_info.name === name)?.variables.find((each) => each.key === key)?.value;
  const read = (name: string) =>
    ["LEVEL", "TEXT", "PASSWORD", "SCOPED", "CI_ENVIRONMENT_NAME"].map((key) => value(name, key));
  expect(read("main")).toEqual(["project", "job", secret, "live", "production"]);
  expect(read("other")).toEqual(["project", "file", secret, undefined, undefined]);
  const [job] = taken;
  if (!job) throw new Error("no job");
  await runner.log(job, `it is ${secret.slice(0, 6)}`);
  await runner.log(job, `${secret.slice(6)}.`, 12);
  const trace = await gitlab.api("GET", `/projects/${project.id}/jobs/${job.id}/trace`);
  expect(trace.body).toBe("it is ***************.");
  expect(gitlab.output()).not.toContain(secret);

  await commit(gitlab, project, { x: "1" }, { branch: "side", start: "main" });
  const unprotected = await runner.take();
  expect(unprotected.variables.map(({ key }) => key)).not.toContain("PASSWORD");
});

test("a deploying job creates a deployment, and the stop job ends the environment", async () => {
  const gitlab = await gitLabOfTest();
  const file = [
    "up: {script: [make], environment: {name: review/$CI_COMMIT_REF_NAME, url: 'http://$CI_ENVIRONMENT_SLUG.test', on_stop: down}}",
    "down: {script: [make], when: manual, environment: {name: review/$CI_COMMIT_REF_NAME, action: stop}}",
  ].join("\n");
  const project = await newProject(gitlab, { ".gitlab-ci.yml": file });
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  await runner.update(await runner.take(), { state: "success" });
  expect(await statuses(gitlab, project, pipeline)).toEqual({ up: "success", down: "manual" });
  const base = `/projects/${project.id}/environments`;
  const [environment] = (await gitlab.api("GET", base)).body as [Row];
  expect((await gitlab.api("GET", `${base}/${environment.id}`)).body).toMatchObject({
    name: "review/main",
    external_url: `http://${environment.slug}.test`,
    state: "available",
    last_deployment: { status: "success", sha: pipeline.sha, deployable: { name: "up" } },
  });
  expect((await gitlab.api("POST", `${base}/${environment.id}/stop`)).body).toMatchObject({
    state: "stopping",
  });
  await runner.update(await runner.take(), { state: "success" });
  expect((await gitlab.api("GET", `${base}/${environment.id}`)).body).toMatchObject({ state: "stopped" });
});

test("python-gitlab works with pipelines, jobs, artifacts and schedules", async () => {
  const gitlab = await gitLabOfTest();
  const file =
    "a: {script: [make], artifacts: {paths: [x.txt], reports: {junit: r.xml}}}\nb: {script: [make], when: manual}\n";
  const project = await newProject(gitlab, { ".gitlab-ci.yml": file });
  const runner = await newRunner(gitlab);
  const [pipeline] = await pipelines(gitlab, project);
  const job = await runner.take();
  await runner.log(job, "hello\n");
  await runner.upload(job, "artifact_type=archive&artifact_format=zip", "artifacts.zip", zipOfX);
  const report = Buffer.from('<testsuite name="s"><testcase name="t" classname="c" time="1"/></testsuite>');
  await runner.upload(job, "artifact_type=junit&artifact_format=raw", "junit.xml", report);
  await runner.update(job, { state: "success", exit_code: 0 });
  const facts = await pythonGitLab(
    gitlab,
    `
project = gl.projects.get(${project.id})
pipeline = project.pipelines.list(ref="main", get_all=True)[0]
facts["pipeline"] = [pipeline.id, pipeline.status]
facts["jobs"] = sorted([job.name, job.status] for job in pipeline.jobs.list(get_all=True))
job = project.jobs.get(${job.id})
facts["trace"] = job.trace().decode()
facts["file"] = job.artifact("x.txt").decode()
facts["by ref"] = project.artifacts.raw("main", "x.txt", "a").decode()
facts["archive"] = len(job.artifacts())
facts["report"] = pipeline.test_report.get().total_count
facts["bridges"] = pipeline.bridges.list(get_all=True)
manual = [each for each in pipeline.jobs.list(get_all=True) if each.name == "b"][0]
project.jobs.get(manual.id).play()
facts["played"] = project.jobs.get(manual.id).status
facts["again"] = code(lambda: project.jobs.get(job.id).play())
pipeline.cancel()
facts["cancelled"] = project.jobs.get(manual.id).status
pipeline.retry()
made = project.pipelines.create({"ref": "main", "variables": [{"key": "A", "value": "1"}]})
facts["variables"] = [[each.key, each.value] for each in made.variables.list(get_all=True)]
facts["missing"] = code(lambda: project.pipelines.get(99999))
facts["bad ref"] = code(lambda: project.pipelines.create({"ref": "nowhere"}))
facts["lint"] = project.ci_lint.create({"content": "a: {script: [make]}"}).valid
schedule = project.pipelineschedules.create({"ref": "main", "description": "d", "cron": "0 1 * * *"})
facts["schedule"] = schedule.ref
schedule.play()
job.erase()
facts["erased"] = code(lambda: project.jobs.get(job.id).artifact("x.txt"))
made.delete()
facts["gone"] = code(lambda: project.pipelines.get(made.id))
`,
  );
  expect(facts).toEqual({
    pipeline: [pipeline.id, "success"],
    jobs: [
      ["a", "success"],
      ["b", "manual"],
    ],
    trace: "hello\n",
    file: "content\n",
    "by ref": "content\n",
    archive: zipOfX.length,
    report: 1,
    bridges: [],
    played: "pending",
    again: ["GitlabJobPlayError", 400, "400 Bad request - Unplayable Job"],
    cancelled: "canceled",
    variables: [["A", "1"]],
    missing: ["GitlabGetError", 404, "404 Not found"],
    "bad ref": ["GitlabCreateError", 400, { base: ["Reference not found"] }],
    lint: true,
    schedule: "refs/heads/main",
    erased: ["GitlabGetError", 404, "404 Not found"],
    gone: ["GitlabGetError", 404, "404 Not found"],
  });
});

/** A zip archive with one file, `x.txt`: `content` and a line's end. */
const zipOfX = Buffer.from(
  "UEsDBBQAAAAAAAAAIVzv2COdCAAAAAgAAAAFAAAAeC50eHRjb250ZW50ClBLAQIUAxQAAAAAAAAAIVzv2COdCAAAAAgAAAAFAAAAAAAAAAAAAACAAQAAAAB4LnR4dFBLBQYAAAAAAQABADMAAAArAAAAAAA=",
  "base64",
);
