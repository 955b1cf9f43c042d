import { expect, test } from "vitest";
import { type Fields, innerGitLab, mergeRequest, only, projectWithCommit } from "./api.ts";

test("a merge request is rebased onto its target, and can be merged without a merge commit", async () => {
  const inner = await innerGitLab();
  const { ok } = inner;
  const { id } = await projectWithCommit(inner, { merge_method: "ff" });
  const { iid, sha } = await mergeRequest(inner, id);
  const more = { branch: "main", commit_message: "Meanwhile", content: "x" };
  await ok("POST", `/projects/${id}/repository/files/meanwhile.txt`, more);
  const path = `/projects/${id}/merge_requests/${iid}`;
  expect(only(await ok("GET", path), "detailed_merge_status")).toEqual({
    detailed_merge_status: "need_rebase",
  });

  const answer = await inner.api("PUT", `${path}/rebase`);
  expect([answer.status, answer.body]).toEqual([202, { rebase_in_progress: true }]);
  const after = await ok("GET", `${path}?include_rebase_in_progress=true`);
  expect(only(after, "detailed_merge_status", "merge_error", "rebase_in_progress")).toEqual({
    ...{ detailed_merge_status: "mergeable", merge_error: null, rebase_in_progress: false },
  });
  expect(after.sha).not.toBe(sha);
  const commits = await ok<Fields[]>("GET", `/projects/${id}/repository/commits?ref_name=topic`);
  expect(commits.map(({ title }) => title)).toEqual(["Add topic", "Meanwhile", "First"]);
  expect(only(await ok("PUT", `${path}/merge`), "state")).toEqual({ state: "merged" });
  expect((await inner.api("PUT", `${path}/rebase`)).status).toBe(409);
});

test("a rebase that conflicts says so; a user who may not push may not rebase", async () => {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const { iid, sha } = await mergeRequest(inner, id);
  const more = { branch: "main", commit_message: "Other", content: "other\n" };
  await inner.ok("POST", `/projects/${id}/repository/files/topic.txt`, more);
  const path = `/projects/${id}/merge_requests/${iid}`;
  expect((await inner.api("PUT", `${path}/rebase`)).status).toBe(202);
  expect(only(await inner.ok("GET", path), "sha", "merge_error")).toEqual({
    sha,
    merge_error: "Rebase failed: Rebase locally, resolve all conflicts, then push the branch.",
  });
  const { token } = await inner.member(id, 20);
  expect((await inner.api("PUT", `${path}/rebase`, {}, token)).body).toEqual({
    message: "403 Forbidden - Cannot push to source branch",
  });
});
