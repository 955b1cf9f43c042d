import { expect, test } from "vitest";
import { type Fields, innerGitLab, only, projectWithCommit } from "./api.ts";

test("a client reports deployments, and the environment has their history", async () => {
  const gitlab = await innerGitLab();
  const { ok, api } = gitlab;
  const { id, sha } = await projectWithCommit(gitlab);
  const deployments = `/projects/${id}/deployments`;
  const asked = { environment: "prod/web", sha: sha.slice(0, 8), ref: "main", tag: false };
  const made = await ok("POST", deployments, { ...asked, status: "running" });
  expect(made).toEqual({
    id: 1,
    iid: 1,
    ref: "main",
    sha,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    status: "running",
    user: expect.objectContaining({ username: "root" }),
    environment: {
      id: 1,
      name: "prod/web",
      slug: expect.stringMatching(/^prod-web-\w{6}$/),
      external_url: null,
    },
    deployable: null,
  });
  expect(await ok("PUT", `${deployments}/1`, { status: "success" })).toMatchObject({ status: "success" });
  await ok("POST", deployments, { ...asked, status: "failed" });
  await ok("POST", deployments, { ...asked, environment: "dev", status: "success" });
  const environment = await ok("GET", `/projects/${id}/environments/1`);
  expect(environment).toMatchObject({
    name: "prod/web",
    state: "available",
    tier: "production",
    last_deployment: { id: 1 },
  });
  const ids = async (query: string) =>
    (await ok<Fields[]>("GET", `${deployments}?${query}`)).map((each) => each.id);
  expect(await ids("environment=prod/web&order_by=id&sort=desc")).toEqual([2, 1]);
  expect(await ids("status=success")).toEqual([1, 3]);
  expect(await ids("environment=absent")).toEqual([]);
  expect(await ids("updated_before=2001-01-01T00:00:00Z")).toEqual([]);
  const said = async (...of: Parameters<typeof api>) => {
    const { status, body } = await api(...of);
    return status < 300 ? status : [status, body];
  };
  expect({
    same: await said("PUT", `${deployments}/1`, { status: "success" }),
    "not a status": await said("PUT", `${deployments}/1`, { status: "created" }),
    "no commit": await said("POST", deployments, { ...asked, sha: "f".repeat(40), status: "success" }),
    "no ref": await said("POST", deployments, { ...asked, tag: true, status: "success" }),
    missing: await said("POST", deployments, { environment: "a" }),
    "the current one": await said("DELETE", `${deployments}/1`),
    "an old one": await said("DELETE", `${deployments}/2`),
    absent: await said("GET", `${deployments}/2`),
  }).toEqual({
    same: [400, { message: { status: ['cannot transition via "succeed"'] } }],
    "not a status": [400, { error: "status does not have a valid value" }],
    "no commit": [400, { message: { sha: ["The commit does not exist"] } }],
    "no ref": [400, { message: { ref: ["The branch or tag does not exist"] } }],
    missing: [400, { error: "sha is missing, ref is missing, tag is missing, status is missing" }],
    "the current one": [400, { message: "Deployment currently deployed to environment" }],
    "an old one": 204,
    absent: [404, { message: "404 Not found" }],
  });
});

test("who may report deployments", async () => {
  const gitlab = await innerGitLab();
  const { api, member } = gitlab;
  const { id, sha } = await projectWithCommit(gitlab);
  const asked = { environment: "dev", sha, ref: "main", tag: false, status: "running" };
  const [guest, reporter, developer] = [await member(id, 10), await member(id, 20), await member(id, 30)];
  const path = `/projects/${id}/deployments`;
  const status = async (...of: Parameters<typeof api>) => (await api(...of)).status;
  expect({
    "guest lists": await status("GET", path, undefined, guest.token),
    "reporter lists": await status("GET", path, undefined, reporter.token),
    "reporter makes": await status("POST", path, asked, reporter.token),
    "developer makes": await status("POST", path, asked, developer.token),
    "developer changes": await status("PUT", `${path}/1`, { status: "canceled" }, developer.token),
    "developer deletes": await status("DELETE", `${path}/1`, undefined, developer.token),
  }).toEqual({
    "guest lists": 403,
    "reporter lists": 200,
    "reporter makes": 403,
    "developer makes": 201,
    "developer changes": 200,
    "developer deletes": 403,
  });
  expect(only((await api("GET", `${path}/1`)).body, "status")).toEqual({ status: "canceled" });
});
