import { expect, test } from "vitest";
import { type Fields, innerGitLab, only } from "./api.ts";

test("a user is blocked and unblocked, and listed by state", async () => {
  const { ok } = await innerGitLab();
  const { id } = await ok<{ id: number }>("POST", "/users", {
    name: "Eve",
    username: "eve",
    email: "eve@example.com",
  });
  const names = async (query: string) =>
    (await ok<Fields[]>("GET", `/users?${query}`)).map(({ username }) => username);
  const said = [await ok("POST", `/users/${id}/block`), await ok("POST", `/users/${id}/block`)];
  expect([said, await names("blocked=true"), await names("active=true")]).toEqual([
    [true, null],
    ["eve"],
    ["root"],
  ]);
  expect([await ok("POST", `/users/${id}/unblock`), await ok("POST", `/users/${id}/unblock`)]).toEqual([
    true,
    false,
  ]);
  expect(await names("blocked=true")).toEqual([]);
});

test("an administrator changes and bans a user, and sees the user's memberships", async () => {
  const { api, ok, member } = await innerGitLab();
  const group = await ok<{ id: number }>("POST", "/groups", { name: "Team", path: "team" });
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", namespace_id: group.id });
  const { id: user, token } = await member(id, 30);
  await ok("POST", `/groups/${group.id}/members`, { user_id: user, access_level: 20 });
  expect(await ok("GET", `/users/${user}/memberships`)).toEqual([
    { source_id: id, source_name: "app", source_type: "Project", access_level: 30 },
    { source_id: group.id, source_name: "Team", source_type: "Namespace", access_level: 20 },
  ]);
  expect(await ok("GET", `/users/${user}/memberships?type=Namespace`)).toHaveLength(1);
  expect((await api("GET", `/users/${user}/memberships?type=Other`)).body).toEqual({
    error: "type does not have a valid value",
  });
  const found = await ok<Fields[]>("GET", `/groups/${group.id}/members?user_ids[]=${user}&user_ids[]=999`);
  expect(found.map(({ username }) => username)).toEqual(["user1"]);
  await ok("POST", "/projects", { name: "own" }, token);
  const owned = await ok<Fields[]>("GET", `/users/${user}/projects`);
  expect(owned.map(({ path_with_namespace }) => path_with_namespace)).toEqual(["user1/own"]);

  const changed = await ok("PUT", `/users/${user}`, { name: "New", email: "new@example.com", admin: true });
  expect(only(changed, "name", "email", "username", "is_admin")).toEqual({
    ...{ name: "New", email: "new@example.com", username: "user1", is_admin: true },
  });
  const named = await ok("PUT", `/users/${user}`, { provider: "ldap", extern_uid: "7" });
  expect(named.identities).toEqual([{ provider: "ldap", extern_uid: "7", saml_provider_id: null }]);
  await ok("DELETE", `/users/${user}/identities/ldap`);
  expect((await ok("GET", `/users/${user}`)).identities).toEqual([]);
  expect(await api("PUT", `/users/${user}`, { username: "root" })).toMatchObject({
    status: 409,
    body: { message: "Username has already been taken" },
  });
  expect(await ok("POST", `/users/${user}/ban`)).toBe(true);
  expect((await api("GET", "/user", undefined, token)).status).toBe(401);
  expect(await ok("POST", `/users/${user}/unban`)).toBe(true);
});

test("namespaces exist or not, with another name to take", async () => {
  const { ok } = await innerGitLab();
  const group = await ok<{ id: number }>("POST", "/groups", { name: "Team", path: "team" });
  await ok("POST", "/groups", { name: "Tools", path: "tools", parent_id: group.id });
  expect([
    await ok("GET", "/namespaces/root/exists"),
    await ok("GET", "/namespaces/none/exists"),
    await ok("GET", `/namespaces/tools/exists?parent_id=${group.id}`),
    await ok("GET", "/namespaces/tools/exists"),
  ]).toEqual([
    { exists: true, suggests: ["root1"] },
    { exists: false, suggests: [] },
    { exists: true, suggests: ["tools1"] },
    { exists: false, suggests: [] },
  ]);
});

test("groups below a group, and groups above a project", async () => {
  const { ok } = await innerGitLab();
  const a = await ok<{ id: number }>("POST", "/groups", { name: "A", path: "a" });
  const b = await ok<{ id: number }>("POST", "/groups", { name: "B", path: "b", parent_id: a.id });
  const c = await ok<{ id: number }>("POST", "/groups", { name: "C", path: "c", parent_id: b.id });
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", namespace_id: c.id });
  const paths = async (path: string) => (await ok<Fields[]>("GET", path)).map(({ full_path }) => full_path);
  expect(await paths(`/groups/${a.id}/descendant_groups`)).toEqual(["a/b", "a/b/c"]);
  expect(await paths(`/groups?skip_groups[]=${b.id}`)).toEqual(["a", "a/b/c"]);
  expect(await paths(`/projects/${id}/groups`)).toEqual(["a", "a/b", "a/b/c"]);
});
