import { expect, test } from "vitest";
import { commit, git, gitLabWithProject, tokenOf, workingTree } from "./git.ts";
import { pythonGitLab } from "./python.ts";
import { gitLabOfTest } from "./server.ts";

test("merge requests and notes, as python-gitlab sees them", { timeout: 90_000 }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const developer = await tokenOf(gitlab, project, 30);
  const tree = await workingTree({ a: "1\n" });
  await git(tree, "push", project.url(), "main");
  for (const name of ["one", "two", "clash"]) {
    await git(tree, "checkout", "--quiet", "-b", name, "main");
    await commit(tree, name === "clash" ? { a: "2\n" } : { [name]: name }, `Add ${name}`);
    await commit(tree, name === "clash" ? { a: "3\n" } : { [name]: `${name}\n` }, `More ${name}`);
    await git(tree, "push", project.url(), name);
  }
  const head = (await git(tree, "rev-parse", "one")).stdout.trim();
  const facts = await pythonGitLab(
    gitlab,
    `
project = gl.projects.get("${project.path}")
requests = project.mergerequests
one = requests.create({"source_branch": "one", "target_branch": "main", "title": "One", "labels": ["a", "b"], "description": "why"})
facts["one"] = [one.iid, one.state, one.sha, one.labels, one.detailed_merge_status, one.changes_count, one.author["username"], one.draft]
facts["refs"] = one.diff_refs["head_sha"] == one.sha
facts["again"] = code(lambda: requests.create({"source_branch": "one", "target_branch": "main", "title": "Again"}))
facts["same"] = code(lambda: requests.create({"source_branch": "one", "target_branch": "one", "title": "Same"}))
facts["absent"] = code(lambda: requests.create({"source_branch": "absent", "target_branch": "main", "title": "x"}))
facts["untitled"] = code(lambda: requests.create({"source_branch": "two", "target_branch": "main", "title": ""}))
facts["commits"] = [each.title for each in one.commits()]
facts["changes"] = [each["new_path"] for each in one.changes()["changes"]]
facts["pipelines"] = [each.id for each in one.pipelines.list(get_all=True)]

note = one.notes.create({"body": "First"})
note.body = "Edited"
note.save()
one.notes.create({"body": "Second"})
facts["notes"] = [[each.body, each.system, each.noteable_iid] for each in one.notes.list(sort="asc", get_all=True)]
note.delete()
facts["note gone"] = code(lambda: one.notes.get(note.id))
facts["note count"] = requests.get(1).user_notes_count

one.title = "Draft: One"
one.save()
facts["draft"] = code(lambda: one.merge())
one.title = "One"
one.state_event = "close"
one.save()
facts["closed"] = [requests.get(1).state, code(lambda: requests.get(1).merge())]
one.state_event = "reopen"
one.save()
facts["sha"] = code(lambda: one.merge(sha="0" * 40))
import gitlab as module
developer = module.Gitlab(url=sys.argv[1], private_token="${developer}").projects.get("${project.path}")
facts["not allowed"] = code(lambda: developer.mergerequests.get(1).merge())
facts["no push"] = code(lambda: developer.files.create({"file_path": "x", "branch": "main", "content": "x", "commit_message": "m"}))
facts["no commit"] = code(lambda: developer.commits.create({"branch": "main", "commit_message": "m", "actions": [{"action": "create", "file_path": "x", "content": "x"}]}))
merged = one.merge(sha=one.sha, squash=True, should_remove_source_branch=True)
facts["merged"] = [merged["state"], merged["squash_commit_sha"] is not None, merged["merged_by"]["username"]]
facts["log"] = [each.title for each in project.commits.list(ref_name="main", order="topo", get_all=True)]
facts["source gone"] = code(lambda: project.branches.get("one"))
facts["twice"] = code(lambda: requests.get(1).merge())
facts["diff stays"] = [each["new_path"] for each in requests.get(1).changes()["changes"]]

project.files.create({"file_path": "b", "branch": "main", "content": "b", "commit_message": "B"})
project.files.update("a", {"branch": "main", "content": "other", "commit_message": "A"})
clash = requests.create({"source_branch": "clash", "target_branch": "main", "title": "Clash"})
facts["clash"] = [clash.has_conflicts, clash.merge_status, clash.detailed_merge_status, code(lambda: clash.merge())]
two = requests.create({"source_branch": "two", "target_branch": "main", "title": "Two"})
project.files.create({"file_path": "c", "branch": "two", "content": "c", "commit_message": "C"})
facts["updated"] = [requests.get(3).sha != two.sha, len(list(requests.get(3).commits()))]
facts["list"] = [each.iid for each in requests.list(get_all=True)]
facts["open"] = [each.iid for each in requests.list(state="opened", order_by="created_at", sort="asc", get_all=True)]
facts["by branch"] = [each.iid for each in requests.list(source_branch="two", get_all=True)]
facts["by number"] = [each.iid for each in requests.list(iids=[1, 2], per_page=1, get_all=True)]
project.merge_method = "ff"
project.save()
facts["ff"] = [requests.get(3).detailed_merge_status, code(lambda: requests.get(3).merge())]
project.branches.delete("two")
facts["closed by deletion"] = requests.get(3).state
facts["nowhere"] = code(lambda: requests.get(99))
`,
  );
  const other = "Another open merge request already exists for this source branch: !1";
  const same = "You can't use same project/branch for source and target";
  const notAllowed = ["GitlabMRClosedError", 405, "405 Method Not Allowed"];
  const cannot = ["GitlabMRClosedError", 422, "Branch cannot be merged"];
  const noPush = "You are not allowed to push into this branch";
  expect(facts).toEqual({
    one: [1, "opened", head, ["a", "b"], "mergeable", "1", "root", false],
    refs: true,
    again: ["GitlabCreateError", 409, [other]],
    same: ["GitlabCreateError", 422, [same]],
    absent: ["GitlabCreateError", 400, { source_branch: ["does not exist"] }],
    untitled: ["GitlabCreateError", 400, "title is empty"],
    commits: ["More one", "Add one"],
    changes: ["one"],
    pipelines: [],
    notes: [
      ["Edited", false, 1],
      ["Second", false, 1],
    ],
    "note gone": ["GitlabGetError", 404, "404 Not found"],
    "note count": 1,
    draft: notAllowed,
    closed: ["closed", notAllowed],
    sha: ["GitlabMRClosedError", 409, `SHA does not match HEAD of source branch: ${head}`],
    "not allowed": ["GitlabAuthenticationError", 401, "401 Unauthorized"],
    "no push": ["GitlabCreateError", 400, noPush],
    "no commit": ["GitlabCreateError", 403, `403 Forbidden - ${noPush}`],
    merged: ["merged", true, "root"],
    log: ["Merge branch 'one' into 'main'", "One", "First"],
    "source gone": ["GitlabGetError", 404, "404 Branch Not Found"],
    twice: notAllowed,
    "diff stays": ["one"],
    clash: [true, "cannot_be_merged", "conflict", cannot],
    updated: [true, 3],
    list: [3, 2, 1],
    open: [2, 3],
    "by branch": [3],
    "by number": [2, 1],
    ff: ["need_rebase", cannot],
    "closed by deletion": "closed",
    nowhere: ["GitlabGetError", 404, "404 Not found"],
  });
});

test("a push that contains a merge request's commits merges it", { timeout: 60_000 }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1\n" });
  await git(tree, "push", project.url(), "main");
  await commit(tree, { a: "2\n" }, "Second");
  await git(tree, "push", project.url(), "main:topic");
  const json = { source_branch: "topic", target_branch: "main", title: "By hand" };
  const path = `/projects/${project.id}/merge_requests`;
  await gitlab.api("POST", path, { json });
  await git(tree, "push", project.url(), "main");
  const { body } = await gitlab.api("GET", `${path}/1`);
  expect(body).toMatchObject({ state: "merged", merged_by: { username: "root" } });
});
