import { expect, test } from "vitest";
import { pythonGitLab } from "./python.ts";
import { gitLabOfTest } from "./server.ts";

test("python-gitlab creates, lists, reads, changes and removes the core's objects", async () => {
  const gitlab = await gitLabOfTest();
  const facts = await pythonGitLab(
    gitlab,
    `
gl.auth()
facts["user"] = gl.user.username
group = gl.groups.create({"name": "Team", "path": "team"})
sub = gl.groups.create({"name": "Tools", "path": "tools", "parent_id": group.id})
facts["subgroups"] = [g.full_path for g in group.subgroups.list(get_all=True)]
for n in range(45):
    gl.projects.create({"name": f"app-{n:02}", "namespace_id": group.id})
facts["pages"] = [p.name for p in gl.projects.list(order_by="id", sort="asc", per_page=20, iterator=True)] == [f"app-{n:02}" for n in range(45)]
first = gl.projects.list(per_page=20, get_all=False)
facts["total"] = [gl.projects.list(iterator=True).total, len(first)]
p = gl.projects.get("team/app-00")
p.description = "the first"
p.merge_method = "ff"
p.save()
p = gl.projects.get(p.id)
facts["project"] = [p.description, p.merge_method, p.default_branch, p.empty_repo]
p.archive(); facts["archived"] = gl.projects.get(p.id).archived; p.unarchive()
p.transfer("team/tools"); p = gl.projects.get(p.id); facts["moved"] = p.path_with_namespace

for n in range(25):
    p.variables.create({"key": f"K{n:02}", "value": "12345678", "masked": True})
facts["variables"] = len(p.variables.list(get_all=True))
p.variables.create({"key": "K00", "value": "x", "environment_scope": "live"})
v = p.variables.get("K00", filter={"environment_scope": "live"}); facts["scoped"] = v.value
p.variables.update("K00", {"value": "y"}, filter={"environment_scope": "live"})
facts["changed"] = p.variables.get("K00", filter={"environment_scope": "live"}).value
p.variables.delete("K00", filter={"environment_scope": "live"})
group.variables.create({"key": "G", "value": "1"}); facts["group variable"] = group.variables.get("G").value

e = p.environments.create({"name": "production"}); e.external_url = "https://example.com"; e.save()
e = p.environments.get(e.id); facts["environment"] = [e.slug, e.external_url, e.tier]
e.stop(); e.delete(); facts["environments"] = p.environments.list(get_all=True)

s = p.pipelineschedules.create({"description": "nightly", "ref": "refs/heads/main", "cron": "0 1 * * *"})
s.variables.create({"key": "A", "value": "1"}); s.cron = "0 2 * * *"; s.save()
s = p.pipelineschedules.get(s.id)
facts["schedule"] = [s.cron, s.ref, s.attributes["variables"], len(p.pipelineschedules.list(get_all=True))]
s.delete()

t = p.access_tokens.create({"name": "bot", "scopes": ["api"], "access_level": 40})
bot = gitlab.Gitlab(url=sys.argv[1], private_token=t.token); bot.auth()
facts["bot"] = [bot.user.username.startswith(f"project_{p.id}_bot_"), bot.projects.get(p.id).id == p.id]
old = t.token; t.rotate(); facts["rotated"] = code(lambda: bot.projects.get(p.id))
d = p.deploytokens.create({"name": "d", "scopes": ["read_repository"]}); facts["deploy"] = [d.username, d.token[:5]]
d.delete(); facts["deploy tokens"] = p.deploytokens.list(get_all=True)

h = p.hooks.create({"url": "http://example.com/hook", "token": "secret", "push_events": True})
h.tag_push_events = True; h.save(); h = p.hooks.get(h.id)
facts["hook"] = [h.url, h.push_events, h.tag_push_events, "token" in h.attributes]; h.delete()
b = p.protectedbranches.create({"name": "release/*", "push_access_level": 0}); facts["branch"] = b.push_access_levels[0]["access_level_description"]
p.protectedbranches.get("release/*").delete()
g = p.protectedtags.create({"name": "v*", "create_access_level": 40}); facts["tag"] = p.protectedtags.get("v*").create_access_levels[0]["access_level"]
l = p.labels.create({"name": "bug", "color": "#FF0000"}); l.new_name = "fault"; l.save(); facts["label"] = [x.name for x in p.labels.list(get_all=True)]

r = gl.user.runners.create({"runner_type": "group_type", "group_id": group.id, "tag_list": ["shared"]}) if hasattr(gl.user, "runners") else None
r = r or type("R", (), gl.http_post("/user/runners", post_data={"runner_type": "group_type", "group_id": group.id, "tag_list": ["shared"]}))
facts["runner token"] = r.token[:5]
r = gl.runners.get(r.id); r.description = "one"; r.save(); r = gl.runners.get(r.id)
facts["runner"] = [r.description, r.tag_list, r.status, r.groups[0]["id"] == group.id, "token" in r.attributes]
facts["project runners"] = [x.id == r.id for x in p.runners.list(get_all=True)]
facts["enable"] = code(lambda: p.runners.create({"runner_id": r.id}))
r.delete(); facts["runners"] = gl.runners_all.list(get_all=True)

u = gl.users.create({"email": "eve@example.com", "username": "eve", "name": "Eve", "password": "long-enough-1"})
m = p.members.create({"user_id": u.id, "access_level": 30}); m.access_level = 40; m.save()
facts["members"] = sorted([x.username, x.access_level] for x in p.members_all.list(get_all=True) if not x.username.startswith("project_"))
eve = gitlab.Gitlab(url=sys.argv[1], private_token=u.personal_access_tokens.create({"name": "t", "scopes": ["read_api"]}).token)
facts["401"] = code(lambda: gitlab.Gitlab(url=sys.argv[1], private_token="glpat-wrong").auth())
facts["403"] = code(lambda: eve.projects.create({"name": "x"}))
facts["404"] = code(lambda: gl.projects.get("team/none"))
facts["409"] = code(lambda: p.members.create({"user_id": u.id, "access_level": 30}))
facts["422"] = code(lambda: p.hooks.create({"url": "nonsense"}))
p.delete(); facts["deleted"] = gl.projects.get(p.id).marked_for_deletion_on is not None
group.delete(); facts["gone"] = code(lambda: gl.groups.get("team"))
`,
  );
  expect(facts).toEqual({
    user: "root",
    subgroups: ["team/tools"],
    pages: true,
    total: [45, 20],
    project: ["the first", "ff", "main", true],
    archived: true,
    moved: "team/tools/app-00",
    variables: 25,
    scoped: "x",
    changed: "y",
    "group variable": "1",
    environment: ["production", "https://example.com", "production"],
    environments: [],
    schedule: [
      "0 2 * * *",
      "refs/heads/main",
      [{ variable_type: "env_var", key: "A", value: "1", raw: false }],
      1,
    ],
    bot: [true, true],
    rotated: ["GitlabAuthenticationError", 401, "invalid_token"],
    deploy: [expect.stringMatching(/^gitlab\+deploy-token-\d+$/), "gldt-"],
    "deploy tokens": [],
    hook: ["http://example.com/hook", true, true, false],
    branch: "No one",
    tag: 40,
    label: ["fault"],
    "runner token": "glrt-",
    runner: ["one", ["shared"], "never_contacted", true, false],
    "project runners": [true],
    enable: ["GitlabCreateError", 403, "403 Forbidden - Runner is a group runner"],
    runners: [],
    members: [
      ["eve", 40],
      ["root", 50],
    ],
    "401": ["GitlabAuthenticationError", 401, "401 Unauthorized"],
    "403": ["GitlabCreateError", 403, "insufficient_scope"],
    "404": ["GitlabGetError", 404, "404 Project Not Found"],
    "409": ["GitlabCreateError", 409, "Member already exists"],
    "422": ["GitlabCreateError", 422, "Invalid url given"],
    deleted: true,
    gone: ["GitlabGetError", 404, "404 Group Not Found"],
  });
}, 120_000);
