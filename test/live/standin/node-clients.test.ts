import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  danger,
  type NodePackage,
  nodeFolderOf,
  semanticRelease,
} from "../../../dev/toolchain/tests/node-packages.ts";
import { attempt } from "../support/command.ts";
import { prepared } from "../support/machine.ts";
import { commit, git, gitLabWithProject, workingTree } from "./git.ts";
import { gitLabOfTest } from "./server.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Runs a client of npm in a folder that has nothing but its packages. */
function runClient(
  wanted: NodePackage,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  const modules = join(prepared(nodeFolderOf(wanted)), "node_modules");
  symlinkSync(modules, join(folder, "node_modules"));
  const program = join(modules, ".bin", wanted.name);
  const { PATH = "" } = process.env;
  const machine = {
    PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C.UTF-8",
  };
  return attempt(program, args, { cwd: folder, env: { ...machine, ...env } });
}

test("semantic-release creates a tag, its release, and notes on the merge request and the closed issue", {
  timeout: 120_000,
}, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const plugins = ["commit-analyzer", "release-notes-generator", "gitlab"].map(
    (name) => `@semantic-release/${name}`,
  );
  const tree = await workingTree({
    ".gitignore": "node_modules\n.npm\n.cache\n",
    ".releaserc": JSON.stringify({ branches: ["main"], plugins }),
    "package.json": JSON.stringify({ name: "app", version: "0.0.0", private: true }),
  });
  await git(tree, "remote", "add", "origin", project.url());
  expect(await git(tree, "push", "origin", "main")).toMatchObject({ code: 0 });
  const path = `/projects/${project.id}`;
  await gitlab.api("POST", `${path}/issues`, { json: { title: "Broken" } });
  await commit(tree, { x: "x" }, "feat: add x");
  await git(tree, "push", "origin", "main:topic");
  const request = { source_branch: "topic", target_branch: "main", title: "Add x", description: "Closes #1" };
  await gitlab.api("POST", `${path}/merge_requests`, { json: request });
  expect((await gitlab.api("PUT", `${path}/merge_requests/1/merge`)).status).toBe(200);
  await git(tree, "pull", "--quiet", "origin", "main");
  const login = { GL_TOKEN: gitlab.rootToken, GL_URL: gitlab.url };
  const outcome = await runClient(semanticRelease, tree, ["--no-ci"], login);
  expect(outcome.stdout + outcome.stderr).toContain("Published release 1.0.0 on default channel");
  expect(outcome.code).toBe(0);
  const release = await gitlab.api("GET", `${path}/releases/v1.0.0`);
  expect(release.body).toMatchObject({ tag_name: "v1.0.0", description: expect.stringContaining("add x") });
  const tags = await gitlab.api("GET", `${path}/repository/tags`);
  expect((tags.body as Fields[]).map(({ name }) => name)).toEqual(["v1.0.0"]);
  for (const place of ["merge_requests/1", "issues/1"]) {
    const notes = await gitlab.api("GET", `${path}/${place}/notes`);
    expect((notes.body as Fields[]).map(({ body }) => body)).toEqual([
      expect.stringContaining("in version 1.0.0"),
    ]);
  }
});

test("danger posts a note, and one on a line", { timeout: 60_000 }, async () => {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree({ "README.md": "hello\n" });
  await git(tree, "push", project.url(), "main");
  await commit(tree, { x: "one\ntwo\n" }, "Add x");
  await git(tree, "push", project.url(), "main:topic");
  const path = `/projects/${project.id}/merge_requests`;
  const request = { source_branch: "topic", target_branch: "main", title: "Add x" };
  await gitlab.api("POST", path, { json: request });
  const rules = 'message("hello from danger");\nwarn("look here", "x", 2);\n';
  const folder = await workingTree({ "dangerfile.js": rules, "package.json": "{}" });
  const outcome = await runClient(danger, folder, ["ci"], {
    GITLAB_CI: "true",
    CI_MERGE_REQUEST_IID: "1",
    CI_PROJECT_PATH: project.path,
    DANGER_GITLAB_HOST: gitlab.url,
    DANGER_GITLAB_API_TOKEN: gitlab.rootToken,
  });
  expect(outcome.stdout + outcome.stderr).toContain("not failing the build");
  expect(outcome.code).toBe(0);
  const notes = (await gitlab.api("GET", `${path}/1/notes?sort=asc`)).body as Fields[];
  const found = notes.map(({ type, position, body }) => [
    type,
    (position as Fields | undefined)?.new_line,
    /hello from danger|look here/.exec(String(body))?.[0],
  ]);
  expect(found).toEqual(
    expect.arrayContaining([
      ["DiffNote", 2, "look here"],
      [null, undefined, "hello from danger"],
    ]),
  );
});
