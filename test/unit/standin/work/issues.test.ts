import { expect, test } from "vitest";
import { type Fields, innerGitLab, mergeRequest, only, projectWithCommit } from "./api.ts";

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

test("an issue has every field that GitLab documents", async () => {
  const gitlab = await innerGitLab();
  const { id } = await projectWithCommit(gitlab);
  const made = await gitlab.ok("POST", `/projects/${id}/issues`, {
    title: "Drift in prod",
    description: "- [x] look\n- [ ] mend",
    labels: "drift,prod",
    due_date: "2026-02-03",
    assignee_ids: [1],
  });
  const root = {
    ...only(await gitlab.ok("GET", "/users/1"), "id", "username", "name", "state"),
    locked: false,
  };
  const user = { ...root, public_email: null, avatar_url: null, web_url: "http://gitlab.test/root" };
  const self = `http://gitlab.test/api/v4/projects/${id}/issues/1`;
  expect(made).toEqual({
    id: 1,
    iid: 1,
    project_id: id,
    title: "Drift in prod",
    description: "- [x] look\n- [ ] mend",
    state: "opened",
    created_at: moment,
    updated_at: moment,
    closed_at: null,
    closed_by: null,
    labels: ["drift", "prod"],
    milestone: null,
    assignees: [user],
    author: user,
    type: "ISSUE",
    assignee: user,
    user_notes_count: 0,
    merge_requests_count: 0,
    upvotes: 0,
    downvotes: 0,
    due_date: "2026-02-03",
    confidential: false,
    discussion_locked: null,
    issue_type: "issue",
    web_url: "http://gitlab.test/root/app/-/issues/1",
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    task_completion_status: { count: 2, completed_count: 1 },
    blocking_issues_count: 0,
    has_tasks: true,
    task_status: "1 of 2 checklist items completed",
    _links: {
      self,
      notes: `${self}/notes`,
      award_emoji: `${self}/award_emoji`,
      project: `http://gitlab.test/api/v4/projects/${id}`,
      closed_as_duplicate_of: null,
    },
    references: { short: "#1", relative: "#1", full: "root/app#1" },
    severity: "UNKNOWN",
    subscribed: true,
    moved_to_id: null,
    imported: false,
    imported_from: "none",
    service_desk_reply_to: null,
  });
  const labels = await gitlab.ok<Fields[]>("GET", `/projects/${id}/labels`);
  expect(labels.map(({ name, color }) => [name, color])).toEqual([
    ["drift", "#6699cc"],
    ["prod", "#6699cc"],
  ]);
});

test("one issue for each stage: found by label and state, edited, commented, closed, opened again", async () => {
  const gitlab = await innerGitLab();
  const { id } = await projectWithCommit(gitlab);
  const issues = `/projects/${id}/issues`;
  for (const title of ["Drift: dev", "Drift: prod"])
    await gitlab.ok("POST", issues, { title, labels: "drift" });
  await gitlab.ok("POST", issues, { title: "Something else" });
  const titles = async (query: string) =>
    (await gitlab.ok<Fields[]>("GET", `${issues}?${query}`)).map(({ title }) => title);
  expect(await titles("labels=drift&state=opened&search=prod&in=title")).toEqual(["Drift: prod"]);
  const edited = await gitlab.ok("PUT", `${issues}/2`, { description: "2 differences" });
  expect(only(edited, "title", "description", "labels")).toEqual({
    title: "Drift: prod",
    description: "2 differences",
    labels: ["drift"],
  });
  await gitlab.ok("POST", `${issues}/2/notes`, { body: "Still there" });
  const closed = await gitlab.ok("PUT", `${issues}/2`, { state_event: "close" });
  expect(only(closed, "state", "closed_at", "user_notes_count")).toEqual({
    state: "closed",
    closed_at: moment,
    user_notes_count: 1,
  });
  expect(await titles("labels=drift&state=opened")).toEqual(["Drift: dev"]);
  expect(await titles("labels=drift&state=closed")).toEqual(["Drift: prod"]);
  expect(await titles("labels=None")).toEqual(["Something else"]);
  expect(await titles("not[labels]=drift")).toEqual(["Something else"]);
  expect(await titles("iids[]=1&iids[]=3&sort=asc")).toEqual(["Drift: dev", "Something else"]);
  const opened = await gitlab.ok("PUT", `${issues}/2`, { state_event: "reopen" });
  expect(only(opened, "state", "closed_at", "closed_by")).toEqual({
    state: "opened",
    closed_at: null,
    closed_by: null,
  });
  const events = await gitlab.ok<Fields[]>("GET", `${issues}/2/resource_state_events`);
  expect(events.map(({ state }) => state)).toEqual(["closed", "reopened"]);
  expect((await gitlab.api("GET", `${issues}?per_page=2&page=2`)).headers).toMatchObject({
    "content-type": "application/json",
    "x-total": "3",
    "x-total-pages": "2",
  });
});

test("who may do what with issues", async () => {
  const gitlab = await innerGitLab();
  const { api, ok, member } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const issues = `/projects/${id}/issues`;
  const [guest, reporter, stranger] = [await member(id, 10), await member(id, 20), await member(id, 0)];
  await ok("POST", issues, { title: "Secret", confidential: true });
  const made = await ok("POST", issues, { title: "By guest", labels: "x", description: "d" }, guest.token);
  expect(only(made, "labels", "description")).toEqual({ labels: [], description: "d" });
  const said = async (...asked: Parameters<typeof api>) => {
    const { status, body } = await api(...asked);
    return status < 300 ? status : [status, body];
  };
  const facts = {
    "guest sees": (await ok<Fields[]>("GET", issues, undefined, guest.token)).length,
    "reporter sees": (await ok<Fields[]>("GET", issues, undefined, reporter.token)).length,
    "guest asks for confidential": await said("GET", `${issues}/1`, undefined, guest.token),
    "stranger lists": await said("GET", issues, undefined, stranger.token),
    "anonymous lists": await said("GET", issues, undefined, null),
    "anonymous opens": await said("POST", issues, { title: "a" }, null),
    "guest edits his own": await said("PUT", `${issues}/2`, { description: "e" }, guest.token),
    "reporter edits any": await said("PUT", `${issues}/2`, { labels: "y" }, reporter.token),
    "reporter deletes": await said("DELETE", `${issues}/2`, undefined, reporter.token),
    "guest writes": await said("POST", `${issues}/2/notes`, { body: "n" }, guest.token),
    "guest writes internally": await said(
      "POST",
      `${issues}/2/notes`,
      { body: "n", internal: true },
      guest.token,
    ),
    "no title": await said("POST", issues, {}),
    "long title": await said("POST", issues, { title: "x".repeat(256) }),
    "nothing to change": await said("PUT", `${issues}/2`, {}),
    absent: await said("GET", `${issues}/9`),
    "owner deletes": await said("DELETE", `${issues}/2`),
  };
  const gone = { message: "404 Project Not Found" };
  expect(facts).toEqual({
    "guest sees": 1,
    "reporter sees": 2,
    "guest asks for confidential": [404, { message: "404 Issue Not Found" }],
    "stranger lists": [404, gone],
    "anonymous lists": [404, gone],
    "anonymous opens": [401, { message: "401 Unauthorized" }],
    "guest edits his own": 200,
    "reporter edits any": 200,
    "reporter deletes": [403, { message: "403 Forbidden" }],
    "guest writes": 201,
    "guest writes internally": [403, { message: "403 Forbidden" }],
    "no title": [400, { error: "title is missing" }],
    "long title": [400, { message: { title: ["is too long (maximum is 255 characters)"] } }],
    "nothing to change": [400, { error: expect.stringMatching(/at least one parameter must be provided$/) }],
    absent: [404, { message: "404 Issue Not Found" }],
    "owner deletes": 204,
  });
});

test("lists over projects, milestones, and the issue that a merge closes", async () => {
  const gitlab = await innerGitLab();
  const { ok } = gitlab;
  const group = await ok<{ id: number }>("POST", "/groups", { name: "team", path: "team" });
  const { id } = await projectWithCommit(gitlab, { namespace_id: group.id });
  const milestone = await ok<{ id: number }>("POST", `/projects/${id}/milestones`, {
    title: "1.0",
    due_date: "2020-01-01",
  });
  expect(only(milestone, "iid", "state", "due_date", "expired")).toEqual({
    iid: 1,
    state: "active",
    due_date: "2020-01-01",
    expired: true,
  });
  await ok("POST", `/projects/${id}/issues`, { title: "Broken", milestone_id: milestone.id });
  const titles = async (path: string) => (await ok<Fields[]>("GET", path)).map(({ title }) => title);
  expect(await titles(`/groups/${group.id}/issues?milestone=1.0`)).toEqual(["Broken"]);
  expect(await titles("/issues")).toEqual(["Broken"]);
  expect(await titles("/issues?scope=assigned_to_me")).toEqual([]);
  expect(await titles(`/projects/${id}/milestones/${milestone.id}/issues`)).toEqual(["Broken"]);
  const { iid } = await mergeRequest(gitlab, id, { description: "Mends it. Closes #1" });
  expect(await titles(`/projects/${id}/issues/1/closed_by`)).toEqual(["Add topic"]);
  expect(await titles(`/projects/${id}/merge_requests/${iid}/closes_issues`)).toEqual(["Broken"]);
  await ok("PUT", `/projects/${id}/merge_requests/${iid}/merge`);
  expect(only(await ok("GET", `/projects/${id}/issues/1`), "state", "merge_requests_count")).toEqual({
    state: "closed",
    merge_requests_count: 1,
  });
});
