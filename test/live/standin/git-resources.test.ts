import { expect, test } from "vitest";
import { gitLabWithProject } from "./git.ts";
import { pythonGitLab } from "./python.ts";
import { gitLabOfTest } from "./server.ts";

test("files, commits, branches and tags, as python-gitlab sees them", async () => {
  const gitlab = await gitLabOfTest();
  const { path } = await gitLabWithProject(gitlab);
  const facts = await pythonGitLab(
    gitlab,
    `
project = gl.projects.get("${path}")
facts["empty"] = project.empty_repo
files = project.files
made = files.create({"file_path": "src/ü b.txt", "branch": "main", "content": "one\\n", "commit_message": "Add"})
facts["made"] = made.attributes if hasattr(made, "attributes") else str(made)
facts["again"] = code(lambda: files.create({"file_path": "src/ü b.txt", "branch": "main", "content": "x", "commit_message": "m"}))
file = files.get("src/ü b.txt", ref="main")
facts["content"] = file.decode().decode()
facts["raw"] = files.raw("src/ü b.txt", ref="main").decode()
seen = file.last_commit_id
file.content = "two\\n"
file.save(branch="main", commit_message="Change", last_commit_id=seen)
facts["stale"] = code(lambda: files.update("src/ü b.txt", {"branch": "main", "content": "3", "commit_message": "m", "last_commit_id": seen}))
facts["no branch"] = code(lambda: files.create({"file_path": "a", "branch": "other", "start_branch": "absent", "content": "x", "commit_message": "m"}))
facts["no file"] = code(lambda: files.get("absent", ref="main"))
facts["no ref"] = code(lambda: files.get("a", ref="absent"))
facts["missing"] = code(lambda: project.files.update("absent", {"branch": "main", "content": "3", "commit_message": "m"}))

commit = project.commits.create({"branch": "topic", "start_branch": "main", "commit_message": "Several\\n\\nbody",
  "author_name": "Eva", "author_email": "eva@example.test", "actions": [
    {"action": "create", "file_path": "bin/run", "content": "IyEv", "encoding": "base64", "execute_filemode": True},
    {"action": "move", "file_path": "moved.txt", "previous_path": "src/ü b.txt"}]})
facts["commit"] = [commit.title, commit.message, commit.author_name, commit.stats, commit.last_pipeline]
facts["diff"] = [[each["old_path"], each["new_path"], each["a_mode"], each["b_mode"], each["diff"]] for each in commit.diff()]
facts["refs"] = commit.refs()
facts["log"] = [each.title for each in project.commits.list(ref_name="topic", get_all=True)]
facts["pages"] = [len(project.commits.list(ref_name="topic", per_page=1, get_all=True)), len(project.commits.list(ref_name="topic", per_page=1, page=2))]
facts["of path"] = [each.title for each in project.commits.list(get_all=True, query_parameters={"ref_name": "topic", "path": "bin/run"})]
facts["no commit"] = code(lambda: project.commits.get("0" * 40))
facts["bad action"] = code(lambda: project.commits.create({"branch": "main", "commit_message": "m", "actions": [{"action": "explode", "file_path": "a"}]}))
status = commit.statuses.create({"state": "pending", "name": "lint"})
facts["status"] = [status.status, status.name, status.ref]
facts["status again"] = code(lambda: commit.statuses.create({"state": "pending", "name": "lint"}))
facts["statuses"] = [each.status for each in commit.statuses.list(get_all=True)]
commit.comments.create({"note": "Nice", "path": "bin/run", "line": 1})
facts["comments"] = [[each.note, each.path] for each in commit.comments.list(get_all=True)]

facts["tree"] = [[each["type"], each["path"]] for each in project.repository_tree(ref="topic", recursive=True, get_all=True)]
facts["no tree"] = code(lambda: project.repository_tree(ref="absent", get_all=True))
compared = project.repository_compare("main", "topic")
facts["compare"] = [[each["title"] for each in compared["commits"]], len(compared["diffs"])]
facts["merge base"] = project.repository_merge_base(["main", "topic"])["title"]
facts["archive"] = project.repository_archive(sha="topic", format="tar.gz")[:2].hex()

branch = project.branches.create({"branch": "a/b", "ref": "main"})
facts["branch"] = {key: branch.attributes[key] for key in ["name", "default", "merged", "protected", "can_push", "developers_can_push"]}
facts["branches"] = [[each.name, each.default, each.protected] for each in project.branches.list(get_all=True)]
facts["found"] = [each.name for each in project.branches.list(search="^to", get_all=True)]
facts["branch again"] = code(lambda: project.branches.create({"branch": "a/b", "ref": "main"}))
facts["branch from nothing"] = code(lambda: project.branches.create({"branch": "c", "ref": "absent"}))
facts["branch name"] = code(lambda: project.branches.create({"branch": "a..b", "ref": "main"}))
branch.delete()
facts["branch gone"] = code(lambda: project.branches.get("a/b"))
facts["branch gone twice"] = code(lambda: project.branches.delete("a/b"))
facts["default stays"] = code(lambda: project.branches.delete("main"))
facts["protection"] = [[each.name, each.push_access_levels[0]["access_level"]] for each in project.protectedbranches.list(get_all=True)]

tag = project.tags.create({"tag_name": "v1", "ref": "main", "message": "Release\\nnotes"})
facts["tag"] = [tag.name, tag.message, tag.commit["title"], tag.target != tag.commit["id"]]
project.tags.create({"tag_name": "light", "ref": "topic"})
facts["tags"] = [each.name for each in project.tags.list(order_by="name", sort="asc", get_all=True)]
facts["tag again"] = code(lambda: project.tags.create({"tag_name": "v1", "ref": "main"}))
tag.delete()
facts["tag gone"] = code(lambda: project.tags.get("v1"))
files.delete("bin/run", branch="topic", commit_message="Remove")
facts["left"] = [each["path"] for each in project.repository_tree(ref="topic", get_all=True)]
`,
  );
  const stale = "You are attempting to update a file that has changed since you started editing it.";
  const event = 'Reason(s): Status cannot transition via "enqueue"';
  expect(facts).toEqual({
    empty: true,
    made: { project_id: "1", file_path: "src/ü b.txt", branch: "main" },
    again: ["GitlabCreateError", 400, "A file with this name already exists"],
    content: "one\n",
    raw: "one\n",
    stale: ["GitlabUpdateError", 400, stale],
    "no branch": ["GitlabCreateError", 400, "You can only create or edit files when you are on a branch"],
    "no file": ["GitlabGetError", 404, "404 File Not Found"],
    "no ref": ["GitlabGetError", 404, "404 Commit Not Found"],
    missing: ["GitlabUpdateError", 400, "A file with this name doesn't exist"],
    commit: ["Several", "Several\n\nbody", "Eva", { additions: 1, deletions: 0, total: 1 }, null],
    diff: [
      ["bin/run", "bin/run", "0", "100755", "@@ -0,0 +1 @@\n+#!/\n\\ No newline at end of file\n"],
      ["src/ü b.txt", "moved.txt", "100644", "100644", ""],
    ],
    refs: [{ type: "branch", name: "topic" }],
    log: ["Several", "Change", "Add"],
    pages: [3, 1],
    "of path": ["Several"],
    "no commit": ["GitlabGetError", 404, "404 Commit Not Found"],
    "bad action": ["GitlabCreateError", 400, "actions[action] does not have a valid value"],
    status: ["pending", "lint", "topic"],
    "status again": [
      "GitlabCreateError",
      400,
      `Cannot transition status via :enqueue from :pending (${event})`,
    ],
    statuses: ["pending"],
    comments: [["Nice", "bin/run"]],
    tree: [
      ["tree", "bin"],
      ["blob", "bin/run"],
      ["blob", "moved.txt"],
    ],
    "no tree": ["GitlabGetError", 404, "404 Tree Not Found"],
    compare: [["Several"], 2],
    "merge base": "Change",
    archive: "1f8b",
    branch: {
      name: "a/b",
      default: false,
      merged: false,
      protected: false,
      can_push: true,
      developers_can_push: false,
    },
    branches: [
      ["a/b", false, false],
      ["main", true, true],
      ["topic", false, false],
    ],
    found: ["topic"],
    "branch again": ["GitlabCreateError", 400, "Branch already exists"],
    "branch from nothing": [
      "GitlabCreateError",
      400,
      "Failed to create branch 'c': invalid reference name 'absent'",
    ],
    "branch name": ["GitlabCreateError", 400, "Branch name is invalid"],
    "branch gone": ["GitlabGetError", 404, "404 Branch Not Found"],
    "branch gone twice": ["GitlabDeleteError", 404, "404 Branch Not Found"],
    "default stays": ["GitlabDeleteError", 400, "The default branch of a project cannot be deleted."],
    protection: [["main", 40]],
    tag: ["v1", "Release\nnotes", "Change", true],
    tags: ["light", "v1"],
    "tag again": ["GitlabCreateError", 400, "Tag v1 already exists"],
    "tag gone": ["GitlabGetError", 404, "404 Tag Not Found"],
    left: ["moved.txt"],
  });
}, 60_000);
