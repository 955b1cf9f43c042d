import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { digest } from "../../../../dev/gitlab/secrets/token.ts";
import { type Fields, type InnerGitLab, innerGitLab, projectWithCommit } from "./api.ts";

vi.setConfig({ testTimeout: 60_000 });

type Row = Fields & { readonly id: number };

/** A token of a job of this project that runs. */
function jobToken({ gitlab }: InnerGitLab, project_id: number, user_id: number, secret: string): string {
  const { store } = gitlab.context;
  store.tokens.insert({
    ...{ kind: "job", digest: digest(secret), user_id, project_id, group_id: null, job_id: 1 },
    ...{ name: "job", description: null, username: null, scopes: [], access_level: 0, revoked: false },
    ...{ created_at: new Date().toISOString(), last_used_at: null, expires_at: null },
  });
  return secret;
}

test("a schedule is edited by its owner, and can be taken over by maintainers repeatedly", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const [owner, developer, maintainer] = [
    await inner.member(id, 30),
    await inner.member(id, 30),
    await inner.member(id, 40),
  ];
  const fields = { description: "nightly", ref: "main", cron: "0 1 * * *" };
  const made = await inner.ok<Row>("POST", `/projects/${id}/pipeline_schedules`, fields, owner.token);
  const one = `/projects/${id}/pipeline_schedules/${made.id}`;
  const edit = async ({ token }: { token: string }) =>
    (await inner.api("PUT", one, { description: "x" }, token)).status;
  const variable = async ({ token }: { token: string }, key: string) =>
    (await inner.api("POST", `${one}/variables`, { key, value: "1" }, token)).status;
  const take = async ({ token }: { token: string }) =>
    (await inner.api("POST", `${one}/take_ownership`, undefined, token)).status;
  expect([await edit(owner), await edit(developer), await edit(maintainer)]).toEqual([200, 403, 403]);
  expect([await variable(owner, "A"), await variable(maintainer, "B")]).toEqual([201, 403]);
  expect([await take(developer), await take(maintainer), await take(maintainer)]).toEqual([403, 201, 201]);
  expect([await edit(owner), await edit(maintainer)]).toEqual([403, 200]);
  const remove = async ({ token }: { token: string }) =>
    (await inner.api("DELETE", one, undefined, token)).status;
  expect([await remove(owner), await remove(maintainer)]).toEqual([403, 204]);
});

test("administrators act for other users, by header and by parameter", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const guest = await inner.member(id, 10);
  const who = async (query: string, token?: string) => inner.api("GET", `/user${query}`, undefined, token);
  expect((await who(`?sudo=${guest.id}`)).body).toMatchObject({ id: guest.id, username: "user1" });
  expect((await who("?sudo=user1")).body).toMatchObject({ id: guest.id });
  const byHeader = await inner.gitlab.server.inject({
    url: "/api/v4/user",
    headers: { "private-token": "glpat-unit-test-root-token", sudo: "user1" },
  });
  expect(byHeader.json()).toMatchObject({ id: guest.id });
  const answers = [await who("?sudo=nobody"), await who("?sudo=1", guest.token)];
  expect(answers.map(({ status, body }) => [status, body])).toEqual([
    [404, { message: "404 User with ID or username 'nobody' Not Found" }],
    [403, { message: "403 Forbidden - Must be admin to use sudo" }],
  ]);
  expect((await inner.api("GET", `/projects/${id}/variables?sudo=user1`)).status).toBe(403);
});

test("a job's token reaches other private projects only where they allow it", async () => {
  const inner = await innerGitLab();
  const { id: from } = await projectWithCommit(inner, { name: "from" });
  const { id: other } = await projectWithCommit(inner, { name: "other" });
  const { id: user } = await inner.member(from, 40);
  await inner.ok("POST", `/projects/${other}/members`, { user_id: user, access_level: 40 });
  const secret = jobToken(inner, from, user, "glcbt-unit-test-1");
  const { path_with_namespace } = await inner.ok<Row>("GET", `/projects/${other}`);
  const login = { authorization: `Basic ${Buffer.from(`gitlab-ci-token:${secret}`).toString("base64")}` };
  const address = await inner.gitlab.server.listen({ port: 0, host: "127.0.0.1" });
  const git = async () => {
    const path = `/${path_with_namespace}.git/info/refs?service=git-upload-pack`;
    return (await fetch(address + path, { headers: login })).status;
  };
  const scope = `/projects/${other}/job_token_scope`;
  expect(await git()).toBe(404);
  expect(await inner.ok("GET", scope)).toEqual({ inbound_enabled: true, outbound_enabled: false });
  await inner.ok("POST", `${scope}/allowlist`, { target_project_id: from });
  expect(await git()).toBe(200);
  const listed = await inner.ok<Row[]>("GET", `${scope}/allowlist`);
  expect(listed.map(({ id }) => id)).toEqual([other, from]);
  await inner.ok("DELETE", `${scope}/allowlist/${from}`);
  expect(await git()).toBe(404);
  await inner.gitlab.server.inject({
    method: "PATCH",
    url: `/api/v4${scope}`,
    headers: { "private-token": "glpat-unit-test-root-token" },
    payload: { enabled: false },
  });
  expect(await git()).toBe(200);
});

test("options of a push open, fill and change a merge request", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const { id: user } = await inner.member(id, 30);
  const { id: milestone } = await inner.ok<Row>("POST", `/projects/${id}/milestones`, { title: "1.0" });
  const address = await inner.gitlab.server.listen({ port: 0, host: "127.0.0.1" });
  const folder = mkdtempSync(join(tmpdir(), "push-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { path_with_namespace } = await inner.ok<Row>("GET", `/projects/${id}`);
  const url = `${address.replace("//", "//root:glpat-unit-test-root-token@")}/${path_with_namespace}.git`;
  const push = async (message: string, options: readonly string[]) => {
    await git(folder, ["commit", "--quiet", "--allow-empty", "-m", message]);
    const given = options.flatMap((option) => ["-o", `merge_request.${option}`]);
    await git(folder, ["push", "--quiet", ...given, "origin", "HEAD:topic"]);
    const [found] = await inner.ok<Row[]>("GET", `/projects/${id}/merge_requests?state=opened`);
    return inner.ok<Row>("GET", `/projects/${id}/merge_requests/${found?.iid}`);
  };
  await git(tmpdir(), ["clone", "--quiet", url, folder]);
  const opened = await push("one", [
    ...["create", "title=A title", "draft", "label=bug", "label=ci", "assign=user1", "milestone=1.0"],
  ]);
  expect(opened).toMatchObject({
    ...{ title: "Draft: A title", draft: true, labels: ["bug", "ci"] },
    ...{ assignees: [{ id: user }], milestone: { id: milestone } },
  });
  const changed = await push("two", ["unlabel=ci", "label=x", "unassign=user1", "title=B", "auto_merge"]);
  expect(changed).toMatchObject({
    ...{ iid: opened.iid, title: "B", labels: ["bug", "x"], assignees: [] },
    ...{ milestone: { id: milestone }, merge_when_pipeline_succeeds: true },
  });
});

function git(cwd: string, args: readonly string[]): Promise<void> {
  const settings = ["-c", "user.name=n", "-c", "user.email=e@example.com"];
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...settings, ...args], { cwd, stdio: "ignore" });
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`git ${args[0]}: ${code}`))));
  });
}

test("a moved project is found at its old path, until another project gets that path", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const group = await inner.ok<Row>("POST", "/groups", { name: "team", path: "team" });
  await inner.ok("PUT", `/projects/${id}/transfer`, { namespace: group.id });
  await inner.ok("PUT", `/groups/${group.id}`, { path: "crew" });
  await inner.ok("PUT", `/projects/${id}`, { path: "tool" });
  for (const path of ["root/app", "team/app", "crew/app", "crew/tool"]) {
    const found = await inner.ok("GET", `/projects/${encodeURIComponent(path)}`);
    expect(found).toMatchObject({ id, path_with_namespace: "crew/tool" });
  }
  const address = await inner.gitlab.server.listen({ port: 0, host: "127.0.0.1" });
  const folder = mkdtempSync(join(tmpdir(), "moved-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `${address.replace("//", "//root:glpat-unit-test-root-token@")}/root/app.git`;
  await git(tmpdir(), ["clone", "--quiet", url, folder]);
  const { id: another } = await inner.ok<Row>("POST", "/projects", { name: "app" });
  expect(await inner.ok("GET", "/projects/root%2Fapp")).toMatchObject({ id: another });
});

test("a configuration can be checked with an empty ref, and in an empty repository", async () => {
  const inner = await innerGitLab();
  const { id: empty } = await inner.ok<Row>("POST", "/projects", { name: "empty" });
  const { id } = await projectWithCommit(inner);
  const content = "a: {script: [x], rules: [{exists: [README.md]}]}\nb: {script: [x]}";
  for (const [project, jobs] of [
    [empty, ["b"]],
    [id, ["a", "b"]],
  ] as const) {
    const asked = { content, ref: "", dry_run: true, include_jobs: true };
    const found = await inner.ok<{ jobs: Row[] }>("POST", `/projects/${project}/ci/lint`, asked);
    expect([found, found.jobs.map(({ name }) => name)]).toMatchObject([{ valid: true, errors: [] }, jobs]);
  }
});

test("clients of a container registry get a plain 404 without a page", async () => {
  const inner = await innerGitLab();
  for (const url of ["/v2/", "/v2", "/v2/a/manifests/1", "/jwt/auth?service=container_registry"]) {
    const answer = await inner.gitlab.server.inject({ url });
    expect([answer.statusCode, answer.json()]).toEqual([404, { error: "404 Not Found" }]);
  }
});

test("a body that is larger than the limit is 413", async () => {
  const inner = await innerGitLab();
  const answer = await inner.gitlab.server.inject({
    method: "POST",
    url: "/api/v4/projects",
    headers: {
      "private-token": "glpat-unit-test-root-token",
      "content-type": "application/json",
      "content-length": String(300 * 1024 * 1024),
    },
    payload: "{}",
  });
  expect([answer.statusCode, answer.json()]).toEqual([413, { message: "413 Request Entity Too Large" }]);
});
