import { randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { run } from "../support/command.ts";
import { commit, git, gitLabWithProject, tokenOf, workingTree } from "./git.ts";
import { gitLabOfTest } from "./server.ts";

const time = 60_000;

test("clone, push and fetch with tokens, and the answers without them", { timeout: time }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ "README.md": "hello\n", "bin/run": "#!/bin/sh\n" });
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });
  const { body } = await gitlab.api("GET", `/projects/${project.id}`);
  expect(body).toMatchObject({ empty_repo: false, default_branch: "main" });

  const clone = `${tree}-clone`;
  await commit(tree, { "README.md": "more\n" }, "Second");
  const clones = await git(tree, "-c", "protocol.version=2", "clone", "--quiet", project.url(), clone);
  expect(clones).toMatchObject({ code: 0 });
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });
  expect(await git(clone, "-c", "protocol.version=0", "pull", "--quiet")).toMatchObject({ code: 0 });
  expect(await run("git", ["-C", clone, "log", "--format=%s"])).toBe("Second\nFirst");
  const shallow = `${tree}-shallow`;
  const filter = ["--depth=1", "--filter=blob:none"];
  expect(await git(tree, "clone", "--quiet", ...filter, project.url(), shallow)).toMatchObject({ code: 0 });

  const [reporter, developer] = [await tokenOf(gitlab, project, 20), await tokenOf(gitlab, project, 30)];
  expect(await git(tree, "ls-remote", project.url(`any:${reporter}`))).toMatchObject({ code: 0 });
  const denied = await git(tree, "push", project.url(`any:${reporter}`), "main:topic");
  expect(denied.stderr).toContain("remote: You are not allowed to push code to this project.");
  expect(denied.stderr).toContain("The requested URL returned error: 403");
  expect(await git(tree, "push", project.url(`any:${developer}`), "main:topic")).toMatchObject({ code: 0 });

  const wrong = await git(tree, "ls-remote", project.url("any:glpat-wrong"));
  expect(wrong.stderr).toContain("remote: HTTP Basic: Access denied. If a password was provided for Git");
  const absent = await git(tree, "ls-remote", project.url().replace("/app.git", "/absent.git"));
  expect(absent.stderr).toContain(
    "remote: The project you were looking for could not be found or you don't have permission to view it.",
  );
  const bare = await fetch(`${gitlab.url}/${project.path}.git/info/refs?service=git-upload-pack`);
  expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="GitLab"']);
  const noSuffix = project.url().replace(/\.git$/, "");
  expect(await git(tree, "ls-remote", noSuffix, "refs/heads/main")).toMatchObject({ code: 0 });
  expect(gitlab.output()).not.toContain(developer);
});

test("the first pushed branches: the default one, or else the first of them", {
  timeout: time,
}, async () => {
  const gitlab = await gitLabOfTest();
  const tree = await workingTree({ a: "1" });
  const outcome = async (...refs: string[]) => {
    const project = await gitLabWithProject(gitlab);
    const { code } = await git(tree, "push", project.url(), ...refs);
    const { body } = await gitlab.api("GET", `/projects/${project.id}`);
    const rules = await gitlab.api("GET", `/projects/${project.id}/protected_branches`);
    const head = await git(tree, "ls-remote", "--symref", project.url(), "HEAD");
    return [
      code,
      (body as { default_branch: string }).default_branch,
      (rules.body as { name: string }[]).map(({ name }) => name),
      /^ref: (\S+)/.exec(head.stdout)?.[1],
    ];
  };
  expect(await outcome("main:topic")).toEqual([0, "topic", ["topic"], "refs/heads/topic"]);
  expect(await outcome("main:a", "main:main")).toEqual([0, "main", ["main"], "refs/heads/main"]);

  const project = await gitLabWithProject(gitlab);
  const developer = await tokenOf(gitlab, project, 30);
  const refused = await git(tree, "push", project.url(`any:${developer}`), "main:topic");
  expect(refused.stderr).toContain("A default branch (e.g. main) does not yet exist");
});

test("a deploy token needs its own user name and reads only", { timeout: time }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  await git(tree, "push", project.url(), "main");
  const json = { name: "deploy", username: "reader", scopes: ["read_repository"] };
  const { body } = await gitlab.api("POST", `/projects/${project.id}/deploy_tokens`, { json });
  const { token } = body as { token: string };
  expect(await git(tree, "ls-remote", project.url(`reader:${token}`))).toMatchObject({ code: 0 });
  expect(await git(tree, "ls-remote", project.url(`other:${token}`))).toMatchObject({ code: 128 });
  const push = await git(tree, "push", project.url(`reader:${token}`), "main:topic");
  expect(push.stderr).toContain("remote: You are not allowed to push code to this project.");
});

test("a public project can be cloned without a login, and not be pushed to", {
  timeout: time,
}, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  await git(tree, "push", project.url(), "main");
  await gitlab.api("PUT", `/projects/${project.id}`, { json: { visibility: "public" } });
  const url = `${gitlab.url}/${project.path}.git`;
  expect(await git(tree, "ls-remote", url, "refs/heads/main")).toMatchObject({ code: 0 });
  expect((await git(tree, "push", url, "main:x")).stderr).toContain("could not read Username");
});

test("protected branches and tags are refused in GitLab's words", { timeout: time }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  const developer = project.url(`any:${await tokenOf(gitlab, project, 30)}`);
  const first = await git(tree, "push", developer, "main");
  expect(first.stderr).toContain(`A default branch (e.g. main) does not yet exist for ${project.path}`);
  await git(tree, "push", project.url(), "main");
  await commit(tree, { a: "2" }, "Second");

  const refused = await git(tree, "push", developer, "main", "main:topic");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    "remote: GitLab: You are not allowed to push code to protected branches on this project.",
  );
  expect(refused.stderr).toContain("! [remote rejected] main -> main (pre-receive hook declined)");
  expect((await git(tree, "ls-remote", developer, "topic")).stdout).toBe("");
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });

  await git(tree, "commit", "--quiet", "--amend", "--message=Rewritten");
  const forced = await git(tree, "push", "--force", project.url(), "main");
  expect(forced.stderr).toContain(
    "remote: GitLab: You are not allowed to force push code to a protected branch on this project.",
  );
  const deleted = await git(tree, "push", project.url(), ":main");
  expect(deleted.stderr).toContain("remote: GitLab: The default branch of a project cannot be deleted.");

  const rules = `/projects/${project.id}/protected_branches`;
  await gitlab.api("PATCH", `${rules}/main`, { json: { allow_force_push: true } });
  expect(await git(tree, "push", "--force", project.url(), "main")).toMatchObject({ code: 0 });

  await gitlab.api("POST", `/projects/${project.id}/protected_tags`, { json: { name: "v*" } });
  const tag = await git(tree, "push", developer, "main:refs/tags/v1");
  expect(tag.stderr).toContain("remote: GitLab: You are not allowed to create this tag as it is protected.");
  expect(await git(tree, "push", developer, "main:refs/tags/x1")).toMatchObject({ code: 0 });
  expect(await git(tree, "push", project.url(), "main:refs/tags/v1")).toMatchObject({ code: 0 });
  const hidden = await git(tree, "push", project.url(), "main:refs/pipelines/1");
  expect(hidden.stderr).toContain("deny updating a hidden ref");
});

test("push options open a merge request, and the push prints its address", { timeout: time }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  await git(tree, "push", project.url(), "main");
  await commit(tree, { a: "2" }, "Second");
  const hint = await git(tree, "push", project.url(), "main:hinted");
  expect(hint.stderr).toContain("remote: To create a merge request for hinted, visit:");
  const title = ["-o", "merge_request.create", "-o", "merge_request.title=By push"];
  const made = await git(tree, "push", ...title, project.url(), "main:topic");
  expect(made.stderr).toContain("remote: View merge request for topic:");
  const { body } = await gitlab.api("GET", `/projects/${project.id}/merge_requests`);
  expect(body).toMatchObject([{ iid: 1, title: "By push", source_branch: "topic", target_branch: "main" }]);
});

test("a push of 50 MB arrives whole", { timeout: 2 * time }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  writeFileSync(join(tree, "big"), randomBytes(50 * 1024 * 1024));
  const id = await commit(tree, {}, "Big");
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });
  const clone = `${tree}-clone`;
  expect(await git(tree, "clone", "--quiet", project.url(), clone)).toMatchObject({ code: 0 });
  expect(await run("git", ["-C", clone, "rev-parse", "HEAD"])).toBe(id);
  expect((await git(clone, "fsck", "--full", "--strict")).code).toBe(0);
});

test("of several pushes to one branch at the same time, all but one are refused", {
  timeout: time,
}, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  await git(tree, "push", project.url(), "main");
  const names = ["one", "two", "three", "four"];
  const ids = new Map<string, string>();
  for (const name of names) {
    await git(tree, "checkout", "--quiet", "-b", name, "main");
    ids.set(name, await commit(tree, { [name]: name }, name));
  }
  const pushes = await Promise.all(names.map((name) => git(tree, "push", project.url(), `${name}:main`)));
  const winners = names.filter((_, index) => pushes[index]?.code === 0);
  expect(winners).toHaveLength(1);
  for (const { code, stderr } of pushes.filter(({ code }) => code !== 0)) {
    expect([code, /rejected/.test(stderr)]).toEqual([1, true]);
  }
  const heads = await git(tree, "ls-remote", project.url(), "refs/heads/main");
  expect(heads.stdout).toBe(`${ids.get(winners[0] ?? "")}\trefs/heads/main\n`);
});

test("a server that was killed during a push continues with a working repository", {
  timeout: 2 * time,
}, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ a: "1" });
  await git(tree, "push", project.url(), "main");
  writeFileSync(join(tree, "big"), randomBytes(50 * 1024 * 1024));
  const id = await commit(tree, {}, "Big");
  const push = git(tree, "push", project.url(), "main");
  const objects = join(gitlab.folder, "repositories", `${project.id}.git`, "objects");
  while (!readdirSync(objects).some((name) => name.includes("incoming"))) await sleep(5);
  await gitlab.kill();
  expect((await push).code).not.toBe(0);
  await gitlab.restart();
  const before = await git(tree, "ls-remote", project.url(), "refs/heads/main");
  expect(before.stdout).not.toContain(id);
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });
  expect((await git(tree, "ls-remote", project.url(), "refs/heads/main")).stdout).toContain(id);
  expect(readdirSync(objects).filter((name) => name.includes("incoming"))).toEqual([]);
});
