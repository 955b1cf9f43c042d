import { expect, test } from "vitest";
import { type Fields, type InnerGitLab, innerGitLab, only, projectWithCommit } from "./api.ts";

const ci = 'a: {script: ["x"], rules: [{if: $CI_PIPELINE_SOURCE == "trigger" && $WHY == "test"}]}\n';

async function projectWithTrigger(inner: InnerGitLab) {
  const { id } = await projectWithCommit(inner);
  const file = { branch: "main", commit_message: "Add CI [skip ci]", content: ci };
  await inner.ok("POST", `/projects/${id}/repository/files/.gitlab-ci.yml`, file);
  const trigger = await inner.ok("POST", `/projects/${id}/triggers`, { description: "mine" });
  return { id, trigger };
}

test("a trigger token alone starts a pipeline with variables, for its owner", async () => {
  const inner = await innerGitLab();
  const { id, trigger } = await projectWithTrigger(inner);
  expect(trigger).toEqual({
    id: 1,
    description: "mine",
    token: expect.stringMatching(/^glptt-.{20,}$/),
    created_at: expect.any(String),
    updated_at: expect.any(String),
    last_used: null,
    owner: expect.objectContaining({ username: "root" }),
  });
  const asked = { ref: "main", token: trigger.token, variables: { WHY: "test" } };
  const path = `/projects/${id}/trigger/pipeline`;
  const made = await inner.api("POST", path, asked, null);
  expect([made.status, only(made.body, "source", "ref", "status")]).toEqual([
    201,
    { source: "trigger", ref: "main", status: "pending" },
  ]);
  const variables = await inner.ok<Fields[]>(
    "GET",
    `/projects/${id}/pipelines/${(made.body as Fields).id}/variables`,
  );
  expect(variables.map((each) => only(each, "key", "value"))).toEqual([{ key: "WHY", value: "test" }]);
  const used = await inner.ok("GET", `/projects/${id}/triggers/1`);
  expect(used.last_used).toEqual(expect.any(String));

  expect(
    await inner.api("POST", path, { ...asked, variables: { WHY: { toString: 1 } } }, null),
  ).toMatchObject({
    status: 400,
    body: { error: "variables needs to be a map of key-valued strings" },
  });
  expect(await inner.api("POST", path, { ...asked, ref: "none" }, null)).toMatchObject({
    status: 400,
    body: { message: { base: ["Reference not found"] } },
  });
  for (const token of ["glptt-wrong", "glpat-unit-test-root-token"]) {
    expect((await inner.api("POST", path, { ...asked, token }, null)).status).toBe(404);
  }
  await inner.ok("DELETE", `/projects/${id}/triggers/1`);
  expect((await inner.api("POST", path, asked, null)).status).toBe(404);
});

test("maintainers see triggers of others without their tokens; only an owner renames his", async () => {
  const inner = await innerGitLab();
  const { id, trigger } = await projectWithTrigger(inner);
  const { token: maintainer } = await inner.member(id, 40);
  const [seen] = await inner.ok<Fields[]>("GET", `/projects/${id}/triggers`, undefined, maintainer);
  expect(seen?.token).toBe(String(trigger.token).slice(0, 10));
  const rename = (token?: string) =>
    inner.api("PUT", `/projects/${id}/triggers/1`, { description: "new" }, token);
  expect((await rename(maintainer)).status).toBe(403);
  expect((await rename()).body).toMatchObject({ description: "new" });
  const { token: developer } = await inner.member(id, 30);
  expect((await inner.api("GET", `/projects/${id}/triggers`, undefined, developer)).status).toBe(403);
});
