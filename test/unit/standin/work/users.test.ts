import { expect, test } from "vitest";
import { type Fields, innerGitLab } from "./api.ts";

test("a user is blocked and let in again, and listed by his state", async () => {
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
