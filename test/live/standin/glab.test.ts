import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { glab as program } from "../../../dev/toolchain/tests/glab.ts";
import { attempt, type Outcome } from "../support/command.ts";
import { commit, git, gitLabWithProject, type TestProject, workingTree } from "./git.ts";
import { finishJob, takeJob } from "./job.ts";
import { gitLabOfTest, type TestGitLab } from "./server.ts";

const missing = existsSync(program) ? "" : ": skipped, there is no apt-get to fetch Debian's package with";

interface Client {
  /** Runs glab; in a clone, where there is one. */
  readonly run: (...args: string[]) => Promise<Outcome>;
  /** What glab shows on a terminal within few seconds. */
  readonly onTerminal: (...args: string[]) => Promise<string>;
  readonly clone: string;
}

const terminal = "import pty, sys; pty.spawn(sys.argv[1:])";

/** A home of its own, with the address and the token as `glab auth login` leaves them. */
async function client(gitlab: TestGitLab, project: TestProject): Promise<Client> {
  const home = mkdtempSync(join(tmpdir(), "glab-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const { host, hostname } = new URL(gitlab.url);
  const config = join(home, ".config/glab-cli");
  mkdirSync(config, { recursive: true });
  const entry = { token: gitlab.rootToken, api_protocol: "http", api_host: host, git_protocol: "http" };
  const settings = {
    host: hostname,
    check_update: false,
    git_protocol: "http",
    hosts: { [hostname]: entry },
  };
  writeFileSync(join(config, "config.yml"), JSON.stringify(settings), { mode: 0o600 });
  writeFileSync(join(home, ".git-credentials"), `http://root:${gitlab.rootToken}@${host}\n`, { mode: 0o600 });
  writeFileSync(join(home, ".gitconfig"), "[credential]\n\thelper = store\n");
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    NO_PROMPT: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C.UTF-8",
  };
  const cloned = await attempt(program, ["repo", "clone", project.path, "clone"], { env, cwd: home });
  expect(cloned).toMatchObject({ code: 0 });
  const clone = join(home, "clone");
  const run = (...args: string[]) => attempt(program, args, { env, cwd: clone });
  const onTerminal = async (...args: string[]) => {
    const screen = { ...env, TERM: "xterm", LINES: "24", COLUMNS: "80" };
    const command = ["--kill-after=1", "8", "python3", "-c", terminal, program, ...args];
    return (await attempt("timeout", command, { env: screen, cwd: clone })).stdout;
  };
  return { clone, run, onTerminal };
}

async function projectWithCommit(files: Readonly<Record<string, string>>) {
  const gitlab = await gitLabOfTest();
  const project = await gitLabWithProject(gitlab);
  const tree = await workingTree(files);
  expect(await git(tree, "push", project.url(), "main")).toMatchObject({ code: 0 });
  return { gitlab, project, tree, ...(await client(gitlab, project)) };
}

describe.skipIf(missing !== "")(`glab${missing}`, { timeout: 90_000 }, () => {
  test("shows and clones a project, and keeps its variables", async () => {
    const { project, clone, run } = await projectWithCommit({ "README.md": "hello\n" });
    expect((await git(clone, "log", "--format=%s")).stdout).toBe("First\n");
    expect((await run("repo", "view")).stdout).toContain(`${project.path.split("/")[0]} / app`);
    const set = await run("variable", "set", "NAME", "--value=some-value-1", "--masked");
    expect(set).toMatchObject({ code: 0, stderr: "" });
    expect((await run("variable", "get", "NAME")).stdout).toBe("some-value-1");
    expect((await run("variable", "list")).stdout).toMatch(/^NAME\s+false\s+true\s+true\s+\*/m);
    const badly = await run("variable", "set", "SHORT", "--value=x", "--masked");
    expect(badly.code).toBe(1);
    expect(badly.stderr + badly.stdout).toContain("value: [is invalid]");
  });

  test("opens, comments and merges a merge request", async () => {
    const { gitlab, project, tree, run } = await projectWithCommit({ "README.md": "hello\n" });
    await commit(tree, { x: "x" }, "Add x");
    await git(tree, "push", project.url(), "main:topic");
    const branches = ["--source-branch", "topic", "--target-branch", "main"];
    const made = await run("mr", "create", "--title", "Topic", "--description", "Why", ...branches, "--yes");
    expect(made.stdout).toContain(`${gitlab.url}/${project.path}/-/merge_requests/1`);
    expect((await run("mr", "list")).stdout).toMatch(/!1\s+\S+!1\s+Topic\s+\(main\) ← \(topic\)/);
    expect((await run("mr", "note", "1", "--message", "Hello")).stdout).toContain("merge_requests/1#note_1");
    expect((await run("mr", "view", "1", "--comments")).stdout).toContain("Hello");
    expect(await run("mr", "merge", "1", "--yes")).toMatchObject({ code: 0 });
    expect((await run("mr", "list", "--merged")).stdout).toContain("Topic");
    // By default commits of one second, both parents of the merge, have no order among them.
    const log = await gitlab.api("GET", `/projects/${project.id}/repository/commits?order=topo`);
    expect((log.body as { title: string }[]).map(({ title }) => title)).toEqual([
      "Merge branch 'topic' into 'main'",
      "Add x",
      "First",
    ]);
  });

  test("lists a pipeline, shows it and its job's log", async () => {
    const pipeline = "build:\n  script: echo hi\n";
    const { gitlab, project, run, onTerminal } = await projectWithCommit({ ".gitlab-ci.yml": pipeline });
    const taken = await takeJob(gitlab, project);
    expect((await run("ci", "list")).stdout).toMatch(/\(running\) • #1\s.*main/);
    expect(await onTerminal("ci", "view", "main")).toContain("Pipeline #1 triggered");
    await finishJob(gitlab, taken, "a line of the log\n");
    expect((await run("ci", "list")).stdout).toMatch(/\(success\) • #1\s.*main/);
    expect((await run("ci", "trace", String(taken.id))).stdout).toContain("a line of the log");
    expect((await run("ci", "get")).stdout).toMatch(/build:\s+success/);
    expect((await run("ci", "status")).stdout).toContain("Pipeline state: success");
  });

  test("keeps issues, approves, and releases a tag with its links", async () => {
    const { gitlab, project, tree, run } = await projectWithCommit({ "README.md": "hello\n" });
    const issue = await run(
      "issue",
      "create",
      "--title",
      "Drift",
      "--description",
      "d",
      "--label",
      "drift",
      "--yes",
    );
    expect(issue.stdout + issue.stderr).toContain(`${gitlab.url}/${project.path}/-/issues/1`);
    expect((await run("issue", "list", "--label", "drift")).stdout).toMatch(/#1\s+\S+#1\s+Drift\s+\(drift\)/);
    expect((await run("issue", "note", "1", "--message", "Still there")).stdout).toContain("issues/1#note_1");
    expect((await run("issue", "view", "1", "--comments")).stdout).toContain("Still there");
    expect(await run("issue", "close", "1")).toMatchObject({ code: 0 });
    expect((await run("issue", "list", "--closed")).stdout).toContain("Drift");
    expect(await run("issue", "reopen", "1")).toMatchObject({ code: 0 });
    expect(await run("issue", "update", "1", "--title", "Drift: prod")).toMatchObject({ code: 0 });
    await commit(tree, { x: "x" }, "Add x");
    await git(tree, "push", project.url(), "main:topic");
    const branches = ["--source-branch", "topic", "--target-branch", "main"];
    await run("mr", "create", "--title", "Topic", "--description", "Why", ...branches, "--yes");
    expect(await run("mr", "approve", "1")).toMatchObject({ code: 0 });
    const link = JSON.stringify([
      { name: "tool", url: "https://example.com/tool", direct_asset_path: "/bin/tool" },
    ]);
    const made = await run(
      "release",
      "create",
      "v1.0.0",
      "--ref",
      "main",
      "--notes",
      "First",
      "--assets-links",
      link,
    );
    expect(made).toMatchObject({ code: 0 });
    expect((await run("release", "list")).stdout).toContain("v1.0.0");
    expect((await run("release", "view", "v1.0.0")).stdout).toContain("downloads/bin/tool");
    expect(await run("release", "create", "v1.0.0", "--notes", "Second")).toMatchObject({ code: 0 });
    const { body } = await gitlab.api("GET", `/projects/${project.id}/releases/v1.0.0`);
    expect(body).toMatchObject({
      description: "Second",
      assets: { links: [{ direct_asset_url: expect.stringMatching(/v1\.0\.0\/downloads\/bin\/tool$/) }] },
    });
    expect(await run("release", "delete", "v1.0.0", "--yes")).toMatchObject({ code: 0 });
  });
});
