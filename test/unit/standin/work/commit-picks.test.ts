import { expect, test } from "vitest";
import { type Fields, innerGitLab, mergeRequest, only, projectWithCommit } from "./api.ts";

test("a commit is cherry-picked to another branch, and reverted", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const { sha } = await mergeRequest(inner, id);
  const path = `/projects/${id}/repository/commits/${sha}`;
  const files = async () =>
    (await inner.ok<Fields[]>("GET", `/projects/${id}/repository/tree?ref=main`)).map(({ name }) => name);

  const dry = await inner.api("POST", `${path}/cherry_pick`, { branch: "main", dry_run: true });
  expect([dry.status, dry.body, await files()]).toEqual([200, { dry_run: "success" }, ["README.md"]]);
  const picked = await inner.ok("POST", `${path}/cherry_pick`, { branch: "main" });
  expect(only(picked, "title", "message")).toEqual({
    title: "Add topic",
    message: `Add topic\n\n(cherry picked from commit ${sha})`,
  });
  expect(await files()).toEqual(["README.md", "topic.txt"]);
  const again = await inner.api("POST", `${path}/cherry_pick`, { branch: "main" });
  expect([again.status, again.body]).toEqual([
    400,
    {
      message: expect.stringMatching(/^Sorry, we cannot cherry-pick this commit automatically\. /),
      error_code: "empty",
    },
  ]);

  const revert = `/projects/${id}/repository/commits/${picked.id}/revert`;
  const reverted = await inner.ok("POST", revert, { branch: "main" });
  expect(reverted.message).toBe(`Revert "Add topic"\n\nThis reverts commit ${picked.id}`);
  expect(await files()).toEqual(["README.md"]);
});

test("a later change conflicts, and a user who may not push may not pick", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const { sha } = await mergeRequest(inner, id);
  const file = { branch: "main", commit_message: "Other", content: "other\n" };
  await inner.ok("POST", `/projects/${id}/repository/files/topic.txt`, file);
  const path = `/projects/${id}/repository/commits/${sha}/cherry_pick`;
  const conflict = await inner.api("POST", path, { branch: "main" });
  expect([conflict.status, only(conflict.body, "error_code")]).toEqual([400, { error_code: "conflict" }]);
  expect((await inner.api("POST", path, { branch: "none" })).body).toEqual({
    message: "404 Branch Not Found",
  });
  const { token } = await inner.member(id, 30);
  expect((await inner.api("POST", path, { branch: "main" }, token)).body).toEqual({
    message: "403 Forbidden - You are not allowed to push into this branch",
  });
});

test("no commit has a signature", async () => {
  const inner = await innerGitLab();
  const { id, sha } = await projectWithCommit(inner);
  const { status, body } = await inner.api("GET", `/projects/${id}/repository/commits/${sha}/signature`);
  expect([status, body]).toEqual([404, { message: "404 Signature Not Found" }]);
});
