import { expect, test } from "vitest";
import { type Fields, innerGitLab, mergeRequest, only, projectWithCommit } from "./api.ts";

interface Discussion {
  readonly id: string;
  readonly individual_note: boolean;
  readonly notes: readonly (Fields & { readonly id: number })[];
}

test("a thread of a merge request is answered, resolved and opened again", async () => {
  const gitlab = await innerGitLab();
  const { ok } = gitlab;
  const strict = { only_allow_merge_if_all_discussions_are_resolved: true };
  const { id } = await projectWithCommit(gitlab, strict);
  const { iid } = await mergeRequest(gitlab, id);
  const base = `/projects/${id}/merge_requests/${iid}`;
  const made = await ok<Discussion>("POST", `${base}/discussions`, { body: "Why?" });
  expect(made.id).toMatch(/^[0-9a-f]{40}$/);
  expect(
    made.notes.map((note) => only(note, "type", "body", "resolvable", "resolved", "resolved_by")),
  ).toEqual([{ type: "DiscussionNote", body: "Why?", resolvable: true, resolved: false, resolved_by: null }]);
  const status = async () =>
    only(await ok("GET", base), "detailed_merge_status", "blocking_discussions_resolved", "user_notes_count");
  expect(await status()).toEqual({
    detailed_merge_status: "discussions_not_resolved",
    blocking_discussions_resolved: false,
    user_notes_count: 1,
  });
  await ok("POST", `${base}/discussions/${made.id}/notes`, { body: "Because." });
  const resolved = await ok<Discussion>("PUT", `${base}/discussions/${made.id}`, { resolved: true });
  expect(
    resolved.notes.map((note) => [note.body, note.resolved, (note.resolved_by as Fields).username]),
  ).toEqual([
    ["Why?", true, "root"],
    ["Because.", true, "root"],
  ]);
  expect(await status()).toEqual({
    detailed_merge_status: "mergeable",
    blocking_discussions_resolved: true,
    user_notes_count: 2,
  });
  const note = `${base}/discussions/${made.id}/notes/${made.notes[0]?.id}`;
  expect(await ok("PUT", note, { resolved: false })).toMatchObject({ resolved: false, resolved_at: null });
  expect(await ok("PUT", note, { body: "Why not?" })).toMatchObject({ body: "Why not?" });
});

test("a single comment becomes a thread with its first answer", async () => {
  const gitlab = await innerGitLab();
  const { ok } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const { iid, sha } = await mergeRequest(gitlab, id);
  await ok("POST", `/projects/${id}/issues`, { title: "Issue" });
  for (const base of [
    `/projects/${id}/merge_requests/${iid}`,
    `/projects/${id}/issues/1`,
    `/projects/${id}/repository/commits/${sha}`,
  ]) {
    const isCommit = base.includes("commits");
    if (isCommit) await ok("POST", `${base}/comments`, { note: "First" });
    else await ok("POST", `${base}/notes`, { body: "First" });
    const [alone] = await ok<Discussion[]>("GET", `${base}/discussions`);
    expect([alone?.individual_note, alone?.notes.map(({ body }) => body)]).toEqual([true, ["First"]]);
    await ok("POST", `${base}/discussions/${alone?.id}/notes`, { body: "Second" });
    const thread = await ok<Discussion>("GET", `${base}/discussions/${alone?.id}`);
    expect([thread.individual_note, thread.notes.map(({ body, resolvable }) => [body, resolvable])]).toEqual([
      false,
      ["First", "Second"].map((body) => [body, base.includes("merge_requests")]),
    ]);
  }
});

test("a note on a line of the change keeps its position", async () => {
  const gitlab = await innerGitLab();
  const { ok, api } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const { iid } = await mergeRequest(gitlab, id);
  const base = `/projects/${id}/merge_requests/${iid}`;
  const { diff_refs } = await ok<{ diff_refs: Fields }>("GET", base);
  const position = {
    ...diff_refs,
    position_type: "text",
    new_path: "topic.txt",
    old_path: "topic.txt",
    new_line: 2,
  };
  const made = await ok<Discussion>("POST", `${base}/discussions`, { body: "Here", position });
  expect(only(made.notes[0], "type", "position", "resolvable")).toEqual({
    type: "DiffNote",
    position,
    resolvable: true,
  });
  const elsewhere = { ...position, new_path: "absent", old_path: "absent" };
  expect(await api("POST", `${base}/discussions`, { body: "x", position: elsewhere })).toMatchObject({
    status: 400,
    body: { message: `400 Bad request - Note {:line_code=>["can't be blank", "must be a valid line code"]}` },
  });
  expect(
    await api("POST", `${base}/discussions`, { body: "x", position: { position_type: "text" } }),
  ).toMatchObject({
    status: 400,
    body: {
      error: "position[base_sha] is missing, position[start_sha] is missing, position[head_sha] is missing",
    },
  });
});

test("who may resolve and change", async () => {
  const gitlab = await innerGitLab();
  const { ok, api, member } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const { iid } = await mergeRequest(gitlab, id);
  const base = `/projects/${id}/merge_requests/${iid}`;
  const [reporter, developer] = [await member(id, 20), await member(id, 30)];
  const thread = await ok<Discussion>("POST", `${base}/discussions`, { body: "Thread" });
  const alone = await ok<{ id: number }>("POST", `${base}/notes`, { body: "Alone" });
  const single = (await ok<Discussion[]>("GET", `${base}/discussions`)).find(
    ({ individual_note }) => individual_note,
  );
  const one = `${base}/discussions/${thread.id}`;
  const note = `${one}/notes/${thread.notes[0]?.id}`;
  const status = async (...asked: Parameters<typeof api>) => (await api(...asked)).status;
  expect({
    "reporter resolves": await status("PUT", one, { resolved: true }, reporter.token),
    "developer resolves": await status("PUT", one, { resolved: true }, developer.token),
    "developer rewrites": await status("PUT", note, { body: "Mine" }, developer.token),
    "developer removes": await status("DELETE", note, undefined, developer.token),
    "a comment alone": await status("PUT", `${base}/discussions/${single?.id}`, { resolved: true }),
    "its note": await status("PUT", `${base}/discussions/${single?.id}/notes/${alone.id}`, {
      resolved: true,
    }),
    both: await status("PUT", note, { body: "x", resolved: true }),
    neither: await status("PUT", note, {}),
    absent: await status("GET", `${base}/discussions/absent`),
    "empty answer": await status("POST", `${one}/notes`, { body: " " }),
  }).toEqual({
    "reporter resolves": 403,
    "developer resolves": 200,
    "developer rewrites": 403,
    "developer removes": 403,
    "a comment alone": 403,
    "its note": 400,
    both: 400,
    neither: 400,
    absent: 404,
    "empty answer": 400,
  });
});

test("approvals of the free tier", async () => {
  const gitlab = await innerGitLab();
  const { ok, api, member } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const { iid, sha } = await mergeRequest(gitlab, id);
  const base = `/projects/${id}/merge_requests/${iid}`;
  const [reporter, developer] = [await member(id, 20), await member(id, 30)];
  const said = async (...asked: Parameters<typeof api>) => {
    const { status, body } = await api(...asked);
    return [status, body];
  };
  expect(await ok("GET", `${base}/approvals`, undefined, developer.token)).toEqual({
    user_has_approved: false,
    user_can_approve: true,
    approved: false,
    approved_by: [],
  });
  expect((await said("POST", `${base}/approve`, {}, reporter.token))[0]).toBe(403);
  const other = "0".repeat(40);
  expect(await said("POST", `${base}/approve`, { sha: other }, developer.token)).toEqual([
    409,
    { message: `SHA does not match HEAD of source branch: ${sha}` },
  ]);
  expect(await said("POST", `${base}/approve`, { sha }, developer.token)).toEqual([
    201,
    {
      user_has_approved: true,
      user_can_approve: false,
      approved: true,
      approved_by: [{ user: expect.objectContaining({ id: developer.id }), approved_at: expect.any(String) }],
    },
  ]);
  expect((await said("POST", `${base}/approve`, {}, developer.token))[0]).toBe(401);
  expect((await said("POST", `${base}/unapprove`, {}, developer.token))[0]).toBe(201);
  expect(await said("POST", `${base}/unapprove`, {}, developer.token)).toEqual([
    404,
    { message: "404 Not found" },
  ]);
  expect((await said("PUT", `${base}/reset_approvals`))[0]).toBe(401);
  const bot = await ok<{ token: string }>("POST", `/projects/${id}/access_tokens`, {
    name: "bot",
    scopes: ["api"],
    access_level: 40,
  });
  await ok("POST", `${base}/approve`);
  expect(await said("PUT", `${base}/reset_approvals`, {}, bot.token)).toEqual([202, 202]);
  expect(await ok("GET", `${base}/approvals`)).toMatchObject({ approved: false, approved_by: [] });
});
