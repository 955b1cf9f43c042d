import { expect, test } from "vitest";
import { type Fields, innerGitLab, only } from "./api.ts";

const today = new Date().toISOString().slice(0, 10);

test("a group's token is a member of the group, for its projects and no other", async () => {
  const { api, ok, member } = await innerGitLab();
  const group = await ok<{ id: number }>("POST", "/groups", { name: "team", path: "team" });
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", namespace_id: group.id });
  const other = await ok<{ id: number }>("POST", "/projects", { name: "other" });
  const path = `/groups/${group.id}/access_tokens`;
  const asked = { name: "bot", scopes: ["api"], access_level: 30 };
  const made = await ok<{ id: number; token: string }>("POST", path, asked);
  expect(only(made, "name", "access_level", "resource_type", "resource_id", "active")).toEqual({
    ...{ name: "bot", access_level: 30, resource_type: "group", resource_id: group.id, active: true },
  });
  const user = await ok("GET", "/user", undefined, made.token);
  expect(user.username).toMatch(new RegExp(`^group_${group.id}_bot_[0-9a-f]{32}$`));
  const status = async (project: number, token = made.token) =>
    (await api("GET", `/projects/${project}`, undefined, token)).status;
  expect([await status(id), await status(other.id)]).toEqual([200, 404]);
  expect((await ok<Fields[]>("GET", path)).map((each) => each.id)).toEqual([made.id]);

  const rotated = await ok<{ token: string }>("POST", `${path}/${made.id}/rotate`);
  expect([await status(id), await status(id, rotated.token)]).toEqual([401, 200]);
  const { token: maintainer } = await member(id, 40);
  expect((await api("GET", path, undefined, maintainer)).status).toBe(403);
  const [last] = (await ok<Fields[]>("GET", `${path}?state=active`)) as { id: number }[];
  await ok("DELETE", `${path}/${last?.id}`);
  expect(await status(id, rotated.token)).toBe(401);
  expect((await api("GET", `${path}/999`)).body).toEqual({
    message: "404 Could not find group access token with token_id: 999 Not Found",
  });
});

test.each(["project", "group"])("a token of a %s may end today, and not before", async (kind) => {
  const { api, ok } = await innerGitLab();
  const { id } = await ok<{ id: number }>("POST", `/${kind}s`, { name: "app", path: "app" });
  const ending = (expires_at: string) =>
    api("POST", `/${kind}s/${id}/access_tokens`, { name: "t", scopes: ["api"], expires_at });
  expect((await ending(today)).body).toMatchObject({ expires_at: today });
  expect((await ending("2020-01-01")).body).toEqual({ message: { expires_at: ["must be in the future"] } });
});

test("an administrator lists the deploy tokens of all", async () => {
  const { api, ok, member } = await innerGitLab();
  const group = await ok<{ id: number }>("POST", "/groups", { name: "team", path: "team" });
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", namespace_id: group.id });
  const scopes = ["read_repository"];
  await ok("POST", `/projects/${id}/deploy_tokens`, { name: "a", scopes, expires_at: "2020-01-01" });
  await ok("POST", `/groups/${group.id}/deploy_tokens`, { name: "b", scopes });
  const names = async (query = "") =>
    (await ok<Fields[]>("GET", `/deploy_tokens${query}`)).map(({ name }) => name);
  expect([await names(), await names("?active=true")]).toEqual([["a", "b"], ["b"]]);
  const { token } = await member(id, 40);
  expect((await api("GET", "/deploy_tokens", undefined, token)).status).toBe(403);
});
