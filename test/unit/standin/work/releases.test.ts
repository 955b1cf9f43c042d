import { expect, test } from "vitest";
import { type Fields, innerGitLab, only, projectWithCommit } from "./api.ts";

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const web = "http://gitlab.test/root/app";

test("a release has every field that GitLab documents, and makes its tag", async () => {
  const gitlab = await innerGitLab();
  const { id, sha } = await projectWithCommit(gitlab);
  await gitlab.ok("POST", `/projects/${id}/milestones`, { title: "1.0" });
  const made = await gitlab.ok("POST", `/projects/${id}/releases`, {
    tag_name: "v1/a",
    ref: "main",
    description: "Notes",
    milestones: ["1.0"],
    assets: { links: [{ name: "tool", url: "https://example.com/tool", direct_asset_path: "/bin/tool" }] },
  });
  const self = `${web}/-/releases/v1%2Fa`;
  const listed = (what: string, state: string) =>
    `${web}/-/${what}?release_tag=v1%2Fa&scope=all&state=${state}`;
  expect(made).toEqual({
    name: "v1/a",
    tag_name: "v1/a",
    description: "Notes",
    created_at: moment,
    released_at: moment,
    upcoming_release: false,
    author: await gitlab
      .ok("GET", "/users/1")
      .then((user) =>
        only(user, "id", "username", "public_email", "name", "state", "locked", "avatar_url", "web_url"),
      ),
    commit: await gitlab.ok<Fields[]>("GET", `/projects/${id}/repository/commits`).then(([commit]) => commit),
    milestones: [expect.objectContaining({ title: "1.0", issue_stats: { total: 0, closed: 0 } })],
    commit_path: `/root/app/-/commit/${sha}`,
    tag_path: "/root/app/-/tags/v1%2Fa",
    assets: {
      count: 5,
      sources: ["zip", "tar.gz", "tar.bz2", "tar"].map((format) => ({
        format,
        url: `${web}/-/archive/v1%2Fa/app-v1-a.${format}`,
      })),
      links: [
        {
          id: 1,
          name: "tool",
          url: "https://example.com/tool",
          direct_asset_url: `${self}/downloads/bin/tool`,
          link_type: "other",
        },
      ],
    },
    evidences: [
      {
        sha: expect.stringMatching(/^[0-9a-f]{64}$/),
        filepath: `${self}/evidences/1.json`,
        collected_at: moment,
      },
    ],
    _links: {
      closed_issues_url: listed("issues", "closed"),
      closed_merge_requests_url: listed("merge_requests", "closed"),
      edit_url: `${self}/edit`,
      merged_merge_requests_url: listed("merge_requests", "merged"),
      opened_issues_url: listed("issues", "opened"),
      opened_merge_requests_url: listed("merge_requests", "opened"),
      self,
    },
  });
  const tag = await gitlab.ok("GET", `/projects/${id}/repository/tags/v1%2Fa`);
  expect(only(tag, "name", "target", "release")).toEqual({
    name: "v1/a",
    target: sha,
    release: { tag_name: "v1/a", description: "Notes" },
  });
  expect(await gitlab.ok("GET", `/projects/${id}/releases/v1%2Fa`)).toEqual(made);
  const permalink = await gitlab.api("GET", `/projects/${id}/releases/permalink/latest/downloads/bin/tool`);
  const place = `http://gitlab.test/api/v4/projects/${id}/releases/v1%2Fa/downloads/bin/tool`;
  expect([permalink.status, permalink.headers.location]).toEqual([302, place]);
  const download = await gitlab.api("GET", `/projects/${id}/releases/v1%2Fa/downloads/bin/tool`);
  expect([download.status, download.headers.location]).toEqual([302, "https://example.com/tool"]);
});

test("releases are changed, listed newest first, and removed with their tag", async () => {
  const { ok, api, ...rest } = await innerGitLab();
  const { id } = await projectWithCommit({ ok, api, ...rest });
  const releases = `/projects/${id}/releases`;
  await ok("POST", releases, { tag_name: "v1", ref: "main", released_at: "2020-01-01T00:00:00Z" });
  await ok("POST", releases, { tag_name: "v2", ref: "main", released_at: "2099-01-01T00:00:00Z" });
  const listed = await ok<Fields[]>("GET", releases);
  expect(listed.map((each) => [each.tag_name, each.upcoming_release, each.evidences])).toEqual([
    ["v2", true, []],
    ["v1", false, []],
  ]);
  const changed = await ok("PUT", `${releases}/v1`, { name: "One", description: "More" });
  expect(only(changed, "name", "description")).toEqual({ name: "One", description: "More" });
  expect((await api("DELETE", `${releases}/v1`)).body).toMatchObject({ tag_name: "v1", name: "One" });
  expect(await ok("GET", `/projects/${id}/repository/tags/v1`)).toMatchObject({ name: "v1", release: null });
  await ok("DELETE", `/projects/${id}/repository/tags/v2`);
  expect(await ok("GET", releases)).toEqual([]);
});

test("links of a release", async () => {
  const { ok, api, ...rest } = await innerGitLab();
  const { id } = await projectWithCommit({ ok, api, ...rest });
  await ok("POST", `/projects/${id}/releases`, { tag_name: "v1", ref: "main" });
  const links = `/projects/${id}/releases/v1/assets/links`;
  const one = { name: "a", url: "https://example.com/a" };
  expect(await ok("POST", links, { ...one, link_type: "package" })).toEqual({
    id: 1,
    ...one,
    direct_asset_url: one.url,
    link_type: "package",
  });
  const said = async (...asked: Parameters<typeof api>) => {
    const { status, body } = await api(...asked);
    return [status, body];
  };
  const taken = ["has already been taken"];
  const scheme = "is blocked: Only allowed schemes are http, https, ftp";
  const facts = {
    again: await said("POST", links, one),
    scheme: await said("POST", links, { name: "b", url: "javascript:alert(1)" }),
    place: await said("POST", links, { name: "b", url: "https://b", filepath: "no/slash" }),
    type: await said("POST", links, { name: "b", url: "https://b", link_type: "odd" }),
    missing: await said("POST", links, { name: "b" }),
    nothing: await said("PUT", `${links}/1`, { link_type: "image" }),
    absent: await said("GET", `${links}/9`),
  };
  expect(facts).toEqual({
    again: [400, { message: { url: taken, name: taken } }],
    scheme: [400, { message: { url: [scheme] } }],
    place: [400, { message: { filepath: ["is in an invalid format"] } }],
    type: [400, { error: "link_type does not have a valid value" }],
    missing: [400, { error: "url is missing" }],
    nothing: [400, { error: "name, url are missing, at least one parameter must be provided" }],
    absent: [404, { message: "404 Not found" }],
  });
  expect(await ok("PUT", `${links}/1`, { name: "c", link_type: "image" })).toMatchObject({
    name: "c",
    link_type: "image",
  });
  expect(await said("DELETE", `${links}/1`)).toEqual([200, expect.objectContaining({ name: "c" })]);
  expect(await ok("GET", links)).toEqual([]);
});

test("who may release, and what is refused", async () => {
  const gitlab = await innerGitLab();
  const { ok, api, member } = gitlab;
  const { id } = await projectWithCommit(gitlab);
  const releases = `/projects/${id}/releases`;
  await ok("POST", `/projects/${id}/protected_tags`, { name: "v*", create_access_level: 40 });
  await ok("POST", releases, { tag_name: "v1", ref: "main" });
  const [guest, reporter, developer] = [await member(id, 10), await member(id, 20), await member(id, 30)];
  const said = async (...asked: Parameters<typeof api>) => {
    const { status, body } = await api(...asked);
    return status < 300 ? status : [status, body];
  };
  const seen = await ok<Fields[]>("GET", releases, undefined, guest.token);
  expect(seen.map((each) => [each.name, "tag_name" in each, "commit" in each])).toEqual([
    ["v1", false, false],
  ]);
  const forbidden = [403, { message: "403 Forbidden" }];
  const isProtected = [403, { message: "You are not allowed to create this tag as it is protected." }];
  expect({
    "guest asks for one": await said("GET", `${releases}/v1`, undefined, guest.token),
    "reporter makes": await said("POST", releases, { tag_name: "a", ref: "main" }, reporter.token),
    "developer makes": await said("POST", releases, { tag_name: "a", ref: "main" }, developer.token),
    "developer makes protected": await said(
      "POST",
      releases,
      { tag_name: "v2", ref: "main" },
      developer.token,
    ),
    "developer removes protected": await said("DELETE", `${releases}/v1`, undefined, developer.token),
    again: await said("POST", releases, { tag_name: "v1" }),
    "no ref": await said("POST", releases, { tag_name: "b" }),
    "bad ref": await said("POST", releases, { tag_name: "b", ref: "absent" }),
    "bad tag": await said("POST", releases, { tag_name: "b c", ref: "main" }),
    "no milestone": await said("POST", releases, { tag_name: "b", ref: "main", milestones: "x,y" }),
    "no tag": await said("POST", releases, {}),
    absent: await said("GET", `${releases}/absent`),
    anonymous: await said("GET", releases, undefined, null),
  }).toEqual({
    "guest asks for one": forbidden,
    "reporter makes": forbidden,
    "developer makes": 201,
    "developer makes protected": isProtected,
    "developer removes protected": isProtected,
    again: [409, { message: "Release already exists" }],
    "no ref": [422, { message: "Ref is not specified" }],
    "bad ref": [400, { message: "Target absent is invalid" }],
    "bad tag": [400, { message: "Tag name invalid" }],
    "no milestone": [400, { message: "Milestone(s) not found: x, y" }],
    "no tag": [400, { error: "tag_name is missing" }],
    absent: [404, { message: "404 Not found" }],
    anonymous: [404, { message: "404 Project Not Found" }],
  });
});
