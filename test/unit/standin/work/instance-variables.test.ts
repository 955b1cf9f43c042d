import { expect, test } from "vitest";
import { innerGitLab, only, projectWithCommit } from "./api.ts";

test("a variable of the server reaches every project; group and project variables win", async () => {
  const inner = await innerGitLab();
  const { api, ok, member } = inner;
  const { id } = await projectWithCommit(inner);
  const made = await ok("POST", "/admin/ci/variables", { key: "FAR", value: "server" });
  expect(made).toEqual({
    ...{ key: "FAR", value: "server", variable_type: "env_var", description: null },
    ...{ protected: false, masked: false, raw: false },
  });
  const content = 'a: {script: [x], rules: [{if: $FAR == "server"}]}\nb: {script: [x]}\n';
  const jobs = async () => {
    const linted = await ok("POST", `/projects/${id}/ci/lint`, {
      content,
      dry_run: true,
      include_jobs: true,
    });
    return (linted.jobs as { name: string }[]).map(({ name }) => name);
  };
  expect(await jobs()).toEqual(["a", "b"]);
  await ok("POST", `/projects/${id}/variables`, { key: "FAR", value: "project" });
  expect(await jobs()).toEqual(["b"]);

  expect(only(await ok("PUT", "/admin/ci/variables/FAR", { value: "new" }), "value")).toEqual({
    value: "new",
  });
  expect(await ok("GET", "/admin/ci/variables")).toHaveLength(1);
  expect((await api("POST", "/admin/ci/variables", { key: "FAR", value: "x" })).status).toBe(400);
  const { token } = await member(id, 50);
  expect((await api("GET", "/admin/ci/variables", undefined, token)).status).toBe(403);
  await ok("DELETE", "/admin/ci/variables/FAR");
  expect((await api("GET", "/admin/ci/variables/FAR")).status).toBe(404);
});
