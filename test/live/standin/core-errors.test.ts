import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startGitLab, type TestGitLab } from "./server.ts";

vi.setConfig({ hookTimeout: 60_000, testTimeout: 30_000 });

let gitlab: TestGitLab;
beforeAll(async () => {
  gitlab = await startGitLab();
  await gitlab.api("POST", "/groups", { json: { name: "Team", path: "team" } });
  await gitlab.api("POST", "/projects", {
    json: { name: "App", namespace_id: 1, initialize_with_readme: true },
  });
  await gitlab.api("POST", "/users", { json: { name: "Eve", username: "eve", email: "eve@example.com" } });
});
afterAll(() => gitlab.stop());

const variables = "/projects/team%2Fapp/variables";

async function said(verb: string, path: string, json?: unknown, token?: string | null) {
  const answer = await gitlab.api(verb, path, {
    ...(json !== undefined && { json }),
    ...(token !== undefined && { token }),
  });
  return [answer.status, answer.body];
}

async function tokenOfEve(scopes: string[], expires_at?: string): Promise<string> {
  const { body } = await gitlab.api("POST", "/users/2/personal_access_tokens", {
    json: { name: "t", scopes, expires_at },
  });
  return (body as { token: string }).token;
}

test("says 401 before anything else", async () => {
  expect(await said("POST", "/projects", {}, null)).toEqual([401, { message: "401 Unauthorized" }]);
  expect(await said("GET", "/nowhere", undefined, null)).toEqual([
    501,
    { error: "501 Not Implemented: the stand-in has no GET /api/v4/nowhere" },
  ]);
  expect(await said("GET", "/user", undefined, "glpat-unknown")).toEqual([
    401,
    { message: "401 Unauthorized" },
  ]);
  expect(await said("GET", "/", undefined, null)).toEqual([404, { error: "404 Not Found" }]);
});

test("refuses a revoked and an expired token, and one with too small a scope", async () => {
  const revoked = await tokenOfEve(["api"]);
  await gitlab.api("DELETE", "/personal_access_tokens/self", { token: revoked });
  const answer = await gitlab.api("GET", "/user", { token: revoked });
  expect([answer.status, answer.body]).toEqual([
    401,
    {
      error: "invalid_token",
      error_description: "Token was revoked. You have to re-authorize from the user.",
    },
  ]);
  expect(answer.headers.get("www-authenticate")).toContain('Bearer realm="The API", error="invalid_token"');
  expect(await said("GET", "/user", undefined, await tokenOfEve(["api"], "2020-01-01"))).toEqual([
    401,
    {
      error: "invalid_token",
      error_description: "Token is expired. You can either do re-authorization or token refresh.",
    },
  ]);
  expect(await said("POST", "/projects", {}, await tokenOfEve(["read_api"]))).toEqual([
    403,
    {
      error: "insufficient_scope",
      error_description: "The request requires higher privileges than provided by the access token.",
      scope: "api",
    },
  ]);
});

test("hides objects that a user may not see, and forbids actions that a user may not do", async () => {
  const eve = await tokenOfEve(["api"]);
  expect(await said("GET", "/projects/1", undefined, eve)).toEqual([
    404,
    { message: "404 Project Not Found" },
  ]);
  expect(await said("GET", "/groups/team", undefined, eve)).toEqual([
    404,
    { message: "404 Group Not Found" },
  ]);
  await gitlab.api("POST", "/projects/1/members", { json: { user_id: 2, access_level: 30 } });
  expect(await said("GET", variables, undefined, eve)).toEqual([403, { message: "403 Forbidden" }]);
  expect(await said("POST", "/user/runners", { runner_type: "instance_type" }, eve)).toEqual([
    403,
    { message: "403 Forbidden" },
  ]);
  expect(await said("GET", "/projects/team/app/variables")).toEqual([404, { error: "404 Not Found" }]);
});

test("names every parameter that is missing or wrong", async () => {
  expect(await said("POST", "/projects", {})).toEqual([
    400,
    { error: "name, path are missing, at least one parameter must be provided" },
  ]);
  expect(await said("POST", "/groups", { visibility: "secret" })).toEqual([
    400,
    { error: "name is missing, path is missing, visibility does not have a valid value" },
  ]);
  expect(await said("POST", "/projects/1/environments", { name: "a", slug: "b" })).toEqual([
    400,
    { error: "slug is automatically generated and cannot be changed" },
  ]);
  expect(await said("GET", "/projects/1/environments?name=a&search=b")).toEqual([
    400,
    { error: "name, search are mutually exclusive" },
  ]);
});

test("refuses variables as GitLab does", async () => {
  const refused = async (json: object) => said("POST", variables, { key: "K", value: "12345678", ...json });
  expect(await refused({ key: "A-B" })).toEqual([
    400,
    { message: { key: ["can contain only letters, digits and '_'."] } },
  ]);
  expect(await refused({ masked: true, value: "short" })).toEqual([
    400,
    { message: { value: ["is invalid"] } },
  ]);
  expect(await refused({ masked: true, value: "with$dollar" })).toEqual([
    400,
    { message: { value: ["is invalid"] } },
  ]);
  expect((await refused({ key: "RAW", masked: true, raw: true, value: "with$dollar" }))[0]).toBe(201);
  expect(await refused({ hidden: true })).toEqual([
    400,
    { message: { masked: ["should be true when variable is hidden"] } },
  ]);
  expect(await refused({ key: "HIDDEN", masked_and_hidden: true })).toEqual([
    201,
    {
      variable_type: "env_var",
      key: "HIDDEN",
      value: null,
      hidden: true,
      protected: false,
      masked: true,
      raw: false,
      environment_scope: "*",
      description: null,
    },
  ]);
  expect(await said("PUT", `${variables}/HIDDEN`, { masked: false })).toEqual([
    400,
    { message: { base: ["Updating masked attribute is not allowed on updates for hidden variables."] } },
  ]);
  expect((await refused({}))[0]).toBe(201);
  expect(await refused({})).toEqual([400, { message: { key: ["(K) has already been taken"] } }]);
  expect((await refused({ environment_scope: "production" }))[0]).toBe(201);
  expect(await said("GET", `${variables}/K`)).toEqual([
    409,
    {
      message:
        "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'",
    },
  ]);
  expect(await said("DELETE", `${variables}/K?filter[environment_scope]=production`)).toEqual([204, ""]);
  expect(await said("GET", `${variables}/NONE`)).toEqual([404, { message: "404 Variable Not Found" }]);
});

test("refuses to create an existing object again", async () => {
  const taken = ["has already been taken"];
  expect(await said("POST", "/projects", { name: "App", namespace_id: 1 })).toEqual([
    400,
    { message: { "project_namespace.name": taken, name: taken, path: taken } },
  ]);
  expect(await said("POST", "/groups", { name: "Team", path: "team" })).toEqual([
    400,
    { message: 'Failed to save group {:path=>["has already been taken"]}' },
  ]);
  expect(await said("POST", "/projects/1/protected_branches", { name: "main" })).toEqual([
    409,
    { message: "Protected branch 'main' already exists" },
  ]);
  expect(await said("POST", "/projects/1/members", { user_id: 1, access_level: 30 })).toEqual([
    409,
    { message: "Member already exists" },
  ]);
  expect(await said("POST", "/projects/1/environments", { name: "live" })).toMatchObject([
    201,
    { slug: "live" },
  ]);
  expect(await said("POST", "/projects/1/environments", { name: "live" })).toEqual([
    400,
    { message: { name: taken, slug: taken } },
  ]);
  expect(await said("DELETE", "/projects/1/environments/1")).toEqual([403, { message: "403 Forbidden" }]);
});

test("removes a project later, and at once only on a second request", async () => {
  const { body } = await gitlab.api("POST", "/projects", { json: { name: "Gone", namespace_id: 1 } });
  const { id } = body as { id: number };
  const full_path = `team/gone-deletion_scheduled-${id}`;
  const forGood = (path: string) =>
    said("DELETE", `/projects/${id}`, { permanently_remove: true, full_path: path });
  expect(await forGood(full_path)).toEqual([400, { message: "Project must be marked for deletion first." }]);
  expect(await said("DELETE", `/projects/${id}`)).toEqual([202, { message: "202 Accepted" }]);
  expect(await said("GET", `/projects/${id}`)).toMatchObject([
    200,
    { path_with_namespace: full_path, marked_for_deletion_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
  ]);
  expect(await forGood("team/gone")).toMatchObject([
    400,
    { message: expect.stringContaining("is incorrect") },
  ]);
  expect(await forGood(full_path)).toEqual([202, { message: "202 Accepted" }]);
  expect(await said("GET", `/projects/${id}`)).toEqual([404, { message: "404 Project Not Found" }]);
});

test("refuses runners and schedules that cannot work", async () => {
  expect(await said("POST", "/user/runners", { runner_type: "project_type" })).toEqual([
    400,
    { error: "project_id is missing" },
  ]);
  const untagged = { runner_type: "instance_type", run_untagged: false };
  expect(await said("POST", "/user/runners", untagged)).toEqual([
    400,
    { message: "Tags list can not be empty when runner is not allowed to pick untagged jobs" },
  ]);
  const schedule = { description: "d", ref: "main", cron: "0 1 * *" };
  expect(await said("POST", "/projects/1/pipeline_schedules", schedule)).toEqual([
    400,
    { message: { cron: ["syntax is invalid"] } },
  ]);
  expect(await said("GET", "/projects/1/pipeline_schedules/9")).toEqual([
    404,
    { message: "404 Pipeline Schedule Not Found" },
  ]);
});
