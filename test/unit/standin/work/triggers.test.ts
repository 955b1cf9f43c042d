import { expect, test } from "vitest";
import { finish } from "../../../../dev/gitlab/pipelines/actions.ts";
import { type Fields, type InnerGitLab, innerGitLab, only } from "./api.ts";

interface Bridge extends Fields {
  readonly id: number;
  readonly status: string;
  readonly downstream_pipeline: (Fields & { readonly id: number; readonly project_id: number }) | null;
}

async function projectWithFiles({ ok }: InnerGitLab, name: string, files: Readonly<Record<string, string>>) {
  const { id } = await ok<{ id: number }>("POST", "/projects", { name });
  const actions = Object.entries(files).map(([file_path, content]) => ({
    action: "create",
    file_path,
    content,
  }));
  await ok("POST", `/projects/${id}/repository/commits`, {
    branch: "main",
    commit_message: "First",
    actions,
  });
  return id;
}

/** The jobs of the newest pipeline of a project that start others, once one of them has this status. */
async function bridges({ ok }: InnerGitLab, id: number, wanted: string): Promise<Bridge[]> {
  const find = async () => {
    const [pipeline] = await ok<{ id: number }[]>("GET", `/projects/${id}/pipelines`);
    const found = pipeline
      ? await ok<Bridge[]>("GET", `/projects/${id}/pipelines/${pipeline.id}/bridges`)
      : [];
    expect(found.map(({ status }) => status)).toContain(wanted);
    return found;
  };
  return expect.poll(find, { timeout: 20_000, interval: 200 }).toBeDefined().then(find);
}

/** Ends the jobs of a pipeline once they wait for a runner. */
async function end(
  { gitlab }: InnerGitLab,
  pipeline_id: number,
  status: "success" | "failed",
): Promise<void> {
  const waiting = () => gitlab.context.store.jobs.all({ pipeline_id, status: "pending" });
  await expect.poll(() => waiting().length, { timeout: 10_000 }).toBeGreaterThan(0);
  for (const job of waiting()) {
    finish(gitlab.context, job, { status, reason: "script_failure" });
  }
}

test("a job starts a child pipeline with its variables, and ends with the same status", {
  timeout: 60_000,
}, async () => {
  const gitlab = await innerGitLab();
  const { ok } = gitlab;
  const id = await projectWithFiles(gitlab, "parent", {
    ".gitlab-ci.yml":
      "start:\n  variables: { WHERE: prod-$CI_COMMIT_BRANCH }\n  trigger: { include: child.yml, strategy: depend }\n" +
      "after:\n  stage: deploy\n  script: echo\n",
    "child.yml":
      'build:\n  script: echo\n  rules: [{ if: \'$WHERE == "prod-main" && $CI_PIPELINE_SOURCE == "parent_pipeline"\' }]\n' +
      'other:\n  script: echo\n  rules: [{ if: $CI_PIPELINE_SOURCE == "push" }]\n',
  });
  const [bridge] = await bridges(gitlab, id, "running");
  const child = bridge?.downstream_pipeline;
  expect(only(bridge, "name", "stage", "status")).toEqual({
    name: "start",
    stage: "test",
    status: "running",
  });
  expect(only(child, "project_id", "ref", "source")).toEqual({
    project_id: id,
    ref: "main",
    source: "parent_pipeline",
  });
  const jobs = await ok<Fields[]>("GET", `/projects/${id}/pipelines/${child?.id}/jobs`);
  expect(jobs.map(({ name }) => name)).toEqual(["build"]);
  const listed = await ok<Fields[]>("GET", `/projects/${id}/pipelines`);
  expect(listed.map(({ source }) => source)).toEqual(["push"]);
  const all = await ok<Fields[]>("GET", `/projects/${id}/jobs`);
  expect(all.map(({ name }) => name)).not.toContain("start");
  await end(gitlab, child?.id ?? 0, "failed");
  const [ended] = await bridges(gitlab, id, "failed");
  expect(only(ended, "status", "failure_reason")).toEqual({
    status: "failed",
    failure_reason: "downstream_pipeline_failed",
  });
  expect(await ok<Fields[]>("GET", `/projects/${id}/pipelines`)).toMatchObject([{ status: "failed" }]);
});

test("a job starts a pipeline of another project, and without a strategy ends at once", {
  timeout: 60_000,
}, async () => {
  const gitlab = await innerGitLab();
  const other = await projectWithFiles(gitlab, "other", { ".gitlab-ci.yml": "deploy:\n  script: echo\n" });
  const id = await projectWithFiles(gitlab, "first", {
    ".gitlab-ci.yml":
      "there:\n  trigger: root/other\nwith branch:\n  trigger: { project: root/other, branch: absent }\n" +
      "nowhere:\n  trigger: { project: root/absent }\n",
  });
  const found = await bridges(gitlab, id, "success");
  await expect
    .poll(async () => (await bridges(gitlab, id, "success")).map(({ status }) => status))
    .not.toContain("pending");
  const facts = (await bridges(gitlab, id, "success")).map((each) => [
    each.name,
    each.status,
    each.failure_reason,
    each.downstream_pipeline?.project_id,
  ]);
  expect(found).toHaveLength(3);
  expect(facts.toSorted()).toEqual([
    ["nowhere", "failed", "downstream_bridge_project_not_found", undefined],
    ["there", "success", undefined, other],
    ["with branch", "failed", "downstream_pipeline_creation_failed", undefined],
  ]);
});

test("a trigger inherits no keys that only a script needs", async () => {
  const gitlab = await innerGitLab();
  const id = await projectWithFiles(gitlab, "app", { README: "x" });
  const content = "default: { before_script: [x], image: y }\na:\n  trigger: root/other\n";
  const linted = await gitlab.ok("POST", `/projects/${id}/ci/lint`, { content });
  expect(only(linted, "valid", "errors")).toEqual({ valid: true, errors: [] });
});

test.each([
  [
    "a script beside it",
    "trigger: root/other\n  script: echo",
    "jobs:a config contains unknown keys: script",
  ],
  [
    "an odd strategy",
    "trigger: { project: x, strategy: maybe }",
    "jobs:a:trigger strategy should be depend or mirror",
  ],
  ["no project", "trigger: { branch: main }", "jobs:a:trigger project can't be blank"],
  ["an unknown key", "trigger: { project: x, odd: 1 }", "jobs:a:trigger config contains unknown keys: odd"],
])("a trigger with %s is refused", async (_, text, message) => {
  const gitlab = await innerGitLab();
  const id = await projectWithFiles(gitlab, "app", { README: "x" });
  const content = `a:\n  ${text}\n`;
  expect(await gitlab.ok("POST", `/projects/${id}/ci/lint`, { content })).toMatchObject({
    valid: false,
    errors: [message],
  });
});
