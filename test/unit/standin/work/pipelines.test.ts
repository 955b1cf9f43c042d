import { expect, onTestFinished, test, vi } from "vitest";
import { type Fields, type InnerGitLab, innerGitLab } from "./api.ts";

vi.setConfig({ testTimeout: 60_000 });

type Row = Fields & { readonly id: number };

async function projectWith(inner: InnerGitLab, files: Readonly<Record<string, string>>, more: object = {}) {
  const name = `p${Math.random().toString(36).slice(2)}`;
  const { id } = await inner.ok<Row>("POST", "/projects", { name, ...more });
  await commit(inner, id, files);
  return id;
}

async function commit(
  inner: InnerGitLab,
  id: number,
  files: Readonly<Record<string, string>>,
  more: { readonly branch?: string; readonly start_branch?: string; readonly message?: string } = {},
) {
  const actions = Object.entries(files).map(([file_path, content]) => ({
    action: "create",
    file_path,
    content,
  }));
  const { branch = "main", message = "x", ...rest } = more;
  return inner.ok("POST", `/projects/${id}/repository/commits`, {
    branch,
    commit_message: message,
    actions,
    ...rest,
  });
}

/** The newest pipelines of a project, once there are so many, and all have begun. */
async function pipelines(inner: InnerGitLab, id: number, count: number, query = "") {
  return vi.waitFor(
    async () => {
      const found = await inner.ok<Row[]>("GET", `/projects/${id}/pipelines?${query}`);
      expect(found.length).toBeGreaterThanOrEqual(count);
      expect(found.filter(({ status }) => status === "created")).toEqual([]);
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function names(inner: InnerGitLab, id: number, pipeline: Row | undefined) {
  const jobs = await inner.ok<Row[]>("GET", `/projects/${id}/pipelines/${pipeline?.id}/jobs?per_page=100`);
  return jobs.map(({ name }) => name).sort();
}

test("a job without rules is in the pipeline of a merge request if the workflow allows it", async () => {
  const inner = await innerGitLab();
  const id = await projectWith(inner, {
    ".gitlab-ci.yml":
      'workflow: {rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event", variables: {W: yes}}]}\n' +
      "plain: {script: [x]}\nruled: {script: [x], rules: [{if: $W}]}\nonly: {script: [x], only: [main]}\n",
  });
  await commit(inner, id, { b: "1" }, { branch: "side", start_branch: "main" });
  const fields = { source_branch: "side", target_branch: "main", title: "A change" };
  await inner.ok("POST", `/projects/${id}/merge_requests`, fields);
  const [made] = await pipelines(inner, id, 1);
  expect([made?.source, await names(inner, id, made)]).toEqual(["merge_request_event", ["plain", "ruled"]]);
});

test("rules see files, changes and the point where a branch diverged; a missing ref is refused", async () => {
  const inner = await innerGitLab();
  const base = "refs/heads/main";
  const job = (rule: object) => ({ script: ["x"], rules: [rule] });
  const yaml = {
    always: { script: ["x"] },
    there: job({ exists: { paths: ["$FOLDER/*.txt"] } }),
    absent: job({ exists: ["src"] }),
    changed: job({ changes: ["docs/*"] }),
    since: job({ changes: { paths: ["src/**/*"], compare_to: base } }),
    variables: { FOLDER: "src" },
  };
  const id = await projectWith(inner, { ".gitlab-ci.yml": JSON.stringify(yaml), "src/a.txt": "1" });
  const [first] = await pipelines(inner, id, 1);
  expect(await names(inner, id, first)).toEqual(["always", "changed", "there"]);
  await commit(inner, id, { "src/b.txt": "1" }, { branch: "side", start_branch: "main" });
  await pipelines(inner, id, 2);
  await commit(inner, id, { "docs/x": "1" }, { branch: "side" });
  const [last] = await pipelines(inner, id, 3);
  expect(await names(inner, id, last)).toEqual(["always", "changed", "since", "there"]);
  const content = JSON.stringify({ a: job({ changes: { paths: ["x"], compare_to: "no-such" } }) });
  expect(await inner.ok("POST", `/projects/${id}/ci/lint`, { content })).toMatchObject({
    valid: false,
    errors: ["Failed to parse rule for a: rules:changes:compare_to is not a valid ref"],
  });
});

test("includes of other projects need access, and inputs reach the file", async () => {
  const inner = await innerGitLab();
  const shared = await projectWith(inner, {
    "part.yml": "spec: {inputs: {name: {default: x}}}\n---\n'$[[ inputs.name ]]-job': {script: [x]}\n",
  });
  const { path_with_namespace } = await inner.ok<Row>("GET", `/projects/${shared}`);
  const include = [{ project: path_with_namespace, file: "part.yml", inputs: { name: "other" } }];
  const id = await projectWith(inner, {
    ".gitlab-ci.yml": JSON.stringify({ include, own: { script: ["x"] } }),
  });
  const [made] = await pipelines(inner, id, 1);
  expect(await names(inner, id, made)).toEqual(["other-job", "own"]);
  const { token } = await inner.member(id, 40);
  const refused = await inner.api("POST", `/projects/${id}/pipeline`, { ref: "main" }, token);
  expect([refused.status, refused.body]).toEqual([
    400,
    {
      message: {
        base: [
          `Project \`${path_with_namespace}\` not found or access denied! ` +
            "Make sure any includes in the pipeline configuration are correctly defined.",
        ],
      },
    },
  ]);
});

test("inputs of a pipeline, by the API and by a schedule", async () => {
  const inner = await innerGitLab();
  const id = await projectWith(inner, {
    ".gitlab-ci.yml":
      "spec: {inputs: {kind: {default: none, options: [none, full]}}}\n---\n'$[[ inputs.kind ]]': {script: [x]}\n",
  });
  const asked = await inner.ok<Row>("POST", `/projects/${id}/pipeline`, {
    ref: "main",
    inputs: { kind: "full" },
  });
  expect(await names(inner, id, asked)).toEqual(["full"]);
  const refused = await inner.api("POST", `/projects/${id}/pipeline`, {
    ref: "main",
    inputs: { kind: "half" },
  });
  expect([refused.status, refused.body]).toEqual([
    400,
    {
      message: {
        base: ["`kind` input: `half` cannot be used because it is not in the list of allowed options"],
      },
    },
  ]);
  const inputs = [{ name: "kind", value: "full" }];
  const plan = { description: "d", ref: "main", cron: "0 1 1 1 *", inputs };
  const { id: schedule } = await inner.ok<Row>("POST", `/projects/${id}/pipeline_schedules`, plan);
  await inner.ok("POST", `/projects/${id}/pipeline_schedules/${schedule}/play`);
  const [scheduled] = await pipelines(inner, id, 1, "source=schedule");
  expect(await names(inner, id, scheduled)).toEqual(["full"]);
});

test("auto-merge waits for a pipeline that is requested but not created yet", async () => {
  // What is asked for stays so until the clock ticks.
  vi.useFakeTimers({ toFake: ["setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const inner = await innerGitLab();
  const id = await projectWith(inner, {
    ".gitlab-ci.yml": 'a: {script: [x], rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]}',
  });
  await commit(inner, id, { b: "1" }, { branch: "side", start_branch: "main" });
  const fields = { source_branch: "side", target_branch: "main", title: "A change" };
  const { iid } = await inner.ok<Row>("POST", `/projects/${id}/merge_requests`, fields);
  const [made] = await pipelines(inner, id, 1, "source=merge_request_event");
  await inner.ok("DELETE", `/projects/${id}/pipelines/${made?.id}`);
  const { store } = inner.gitlab.context;
  const { id: merge_request_id, sha } = store.mergeRequests.first({ project_id: id, iid: Number(iid) }) ?? {
    id: 0,
    sha: "",
  };
  store.pipelineRequests.insert({
    ...{
      project_id: id,
      user_id: 1,
      ref: `refs/merge-requests/${iid}/head`,
      sha,
      before_sha: "0".repeat(40),
    },
    ...{ source: "merge_request_event", skip: false, merge_request_id, schedule_id: null },
    sealed_variables: inner.gitlab.context.seal.seal("[]"),
  });
  const one = `/projects/${id}/merge_requests/${iid}`;
  expect(await inner.ok("GET", one)).toMatchObject({ detailed_merge_status: "preparing", state: "opened" });
  expect((await inner.api("PUT", `${one}/merge`, { auto_merge: true })).status).toBe(405);
  await pipelines(inner, id, 1, "source=merge_request_event");
  const later = await inner.ok("PUT", `${one}/merge`, { auto_merge: true });
  expect(later).toMatchObject({ state: "opened", merge_when_pipeline_succeeds: true });
});

test("a job is sent to a runner with the same keys as in GitLab", async () => {
  const inner = await innerGitLab();
  const job = {
    image: { name: "i", pull_policy: ["if-not-present"] },
    services: [{ name: "s", pull_policy: "always" }],
    cache: { key: "k", paths: ["c"], fallback_keys: ["f"] },
    id_tokens: { VAULT: { aud: "https://vault" } },
    script: ["x"],
  };
  const id = await projectWith(inner, { ".gitlab-ci.yml": JSON.stringify({ job }) });
  await pipelines(inner, id, 1);
  const { token } = await inner.ok<Row>("POST", "/user/runners", {
    runner_type: "instance_type",
    run_untagged: true,
  });
  const asked = { token, system_id: "s", info: {} };
  type Handed = Fields & { readonly variables: Row[] };
  const handed = await vi.waitFor(
    async () => {
      const found = await inner.ok<Handed | "">("POST", "/jobs/request", asked, null);
      if (found === "") throw new Error("no job yet");
      return found;
    },
    { timeout: 20_000 },
  );
  expect(handed).toMatchObject({
    image: { name: "i", pull_policy: ["if-not-present"] },
    services: [{ name: "s", pull_policy: ["always"] }],
    cache: [{ key: "k-protected", fallback_keys: ["f-protected"] }],
  });
  const vault = handed.variables.find(({ key }) => key === "VAULT");
  expect(vault).toMatchObject({ masked: true, public: false, raw: true });
  const [header, claims] = String(vault?.value)
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Fields);
  expect(claims).toMatchObject({
    aud: "https://vault",
    project_id: String(id),
    ref: "main",
    ref_type: "branch",
  });
  const keys = (await inner.gitlab.server.inject({ url: "/oauth/discovery/keys" })).json() as {
    keys: Fields[];
  };
  expect(keys.keys[0]).toMatchObject({ kid: header?.kid, kty: "RSA", alg: "RS256", use: "sig" });
});

test("a pipeline of 200 jobs is made in less than a second", async () => {
  const inner = await innerGitLab();
  const jobs = Array.from({ length: 200 }, (_, at) => [
    `job-${at}`,
    {
      stage: at % 2 ? "build" : "test",
      script: ["x"],
      rules: [
        { if: '$CI_COMMIT_BRANCH =~ /^m.*n$/ && $CI_PIPELINE_SOURCE != "x"', changes: ["src/**/*", "a"] },
      ],
    },
  ]);
  const id = await projectWith(inner, { ".gitlab-ci.yml": JSON.stringify(Object.fromEntries(jobs)) });
  await pipelines(inner, id, 1);
  const times: number[] = [];
  for (let at = 0; at < 3; at++) {
    const start = performance.now();
    await inner.ok("POST", `/projects/${id}/pipeline`, { ref: "main" });
    times.push(performance.now() - start);
  }
  expect(Math.min(...times)).toBeLessThan(1000);
});

test("only users who may push or merge may start pipelines of a protected branch", async () => {
  const inner = await innerGitLab();
  const id = await projectWith(inner, { ".gitlab-ci.yml": "a: {script: echo}\n" });
  await inner.ok("POST", `/projects/${id}/repository/branches`, { branch: "topic", ref: "main" });
  const [developer, maintainer] = [await inner.member(id, 30), await inner.member(id, 40)];
  const start = async (ref: string, { token }: { token: string }) =>
    inner.api("POST", `/projects/${id}/pipeline`, { ref }, token);
  expect(await start("main", developer)).toMatchObject({
    status: 400,
    body: {
      message: {
        base: [
          "You do not have sufficient permission to run a pipeline on 'main'. Please select a different branch or contact your administrator for assistance.",
        ],
      },
    },
  });
  expect([(await start("topic", developer)).status, (await start("main", maintainer)).status]).toEqual([
    201, 201,
  ]);
});

test("artifacts are for the users that their job allows", async () => {
  const inner = await innerGitLab();
  const job = (access: object) => ({ script: "echo", artifacts: { paths: ["a"], ...access } });
  const jobs = {
    ...{ everybody: job({}), developers: job({ access: "developer" }), members: job({ public: false }) },
    ...{ maintainers: job({ access: "maintainer" }), nobody: job({ access: "none" }) },
  };
  const id = await projectWith(inner, { ".gitlab-ci.yml": JSON.stringify(jobs) });
  const { id: pipeline } = await inner.ok<Row>("POST", `/projects/${id}/pipeline`, { ref: "main" });
  const made = await inner.ok<(Row & { name: string })[]>(
    "GET",
    `/projects/${id}/pipelines/${pipeline}/jobs`,
  );
  const people = [await inner.member(id, 20), await inner.member(id, 30), await inner.member(id, 40)];
  const seen = made.map(async ({ id: job, name }) => {
    const answers = people.map(({ token }) =>
      inner.api("GET", `/projects/${id}/jobs/${job}/artifacts`, undefined, token),
    );
    return [name, (await Promise.all(answers)).map(({ status }) => status)];
  });
  // 404: there are none yet.
  expect(Object.fromEntries(await Promise.all(seen))).toEqual({
    everybody: [404, 404, 404],
    developers: [403, 404, 404],
    members: [403, 404, 404],
    maintainers: [403, 403, 404],
    nobody: [403, 403, 403],
  });
});
