import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { example } from "../changes/example.ts";
import { innerGitLab } from "../standin/work/api.ts";

vi.setConfig({ testTimeout: 60_000 });

const command = join(process.cwd(), "cli/review.ts");
const token = "glpat-unit-test-root-token";
const compose = "stacks/Local/web/compose.yaml";
const settings = (engine: string) => `config: {"smallboat:hosts": {Local: {engine: "${engine}"}}}\n`;
const main = {
  "Pulumi.dev.yaml": settings("unix:///var/run/docker.sock"),
  "Pulumi.prod.yaml": settings("ssh://deploy@10.0.0.2"),
  [compose]: "services: {web: {image: nginx:1.26}}\n",
  Makefile: "preview:\n\t@false\n",
};

type Files = Readonly<Record<string, string>>;

/** Answers a request in GitLab's place with a status, or does something before GitLab gets it. */
type Meanwhile = (request: string) => number | undefined | Promise<undefined>;

/** A project on a stand-in that listens, a clone of its main, and a merge request with these files. */
async function proposed(files: Files, meanwhile: Meanwhile = () => undefined) {
  const inner = await innerGitLab();
  const { ok } = inner;
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app" });
  const push = async (branch: string, changed: Files, more: object = {}) => {
    const actions = Object.entries(changed).map(([file_path, content]) => {
      const action = branch === "main" || !Object.hasOwn(main, file_path) ? "create" : "update";
      return { action, file_path, content };
    });
    const commit = { branch, commit_message: "Change", actions, ...more };
    return (await ok<{ id: string }>("POST", `/projects/${id}/repository/commits`, commit)).id;
  };
  await push("main", main);
  const head = await push("topic", files, { start_branch: "main" });
  await ok("POST", `/projects/${id}/merge_requests`, {
    ...{ source_branch: "topic", target_branch: "main", title: "Change" },
  });
  const server = await inner.gitlab.server.listen({ port: 0, host: "127.0.0.1" });
  const proxy = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const body = await text(request);
    const status = await meanwhile(`${method} ${url}`);
    if (status !== undefined) return response.writeHead(status).end();
    const answer = await fetch(`${server}${url}`, {
      method,
      headers: { "private-token": token, "content-type": headers["content-type"] ?? "text/plain" },
      ...(body && { body }),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  const folder = mkdtempSync(join(tmpdir(), "smallboat-review-"));
  onTestFinished(() => {
    proxy.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const address = `${server.replace("//", `//oauth2:${token}@`)}/root/app.git`;
  await promisify(execFile)("git", ["clone", "--quiet", address, folder]);
  const { port } = proxy.address() as AddressInfo;
  const { CI_JOB_TOKEN: _, ...outside } = process.env;
  const env = {
    ...outside,
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    ...{ CI_PROJECT_ID: `${id}`, CI_DEFAULT_BRANCH: "main", CI_JOB_ID: "7", GITLAB_TOKEN: token },
  };
  const review = async (more: NodeJS.ProcessEnv = { MERGE_REQUEST: "open" }) => {
    const child = spawn(process.execPath, [command], { cwd: folder, env: { ...env, ...more } });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() };
  };
  const comments = async () => {
    const notes = await ok<{ id: number; body: string; system: boolean }[]>(
      "GET",
      `/projects/${id}/merge_requests/1/notes?sort=asc`,
    );
    return notes.filter(({ system }) => !system);
  };
  const close = async () => {
    await ok("PUT", `/projects/${id}/merge_requests/1`, { state_event: "close" });
    return undefined;
  };
  return { head, push, review, comments, close, folder };
}

/** A comment without its hidden mark and its time. */
function shown(body: string): string {
  return body.replace(/^<!--.*-->\n\n/, "").replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "<time>");
}

/** Without a preview: it needs no Pulumi. */
const refused = { "Pulumi.dev.yaml": settings("tcp://10.9.9.9:2375"), "Pulumi.prod.yaml": "config: [" };

test("two stages are in one comment, which the next push edits, and a third run finds nothing to do", async () => {
  const { head, push, review, comments } = await proposed(refused);
  const run = () => review({ MERGE_REQUEST: "open", STAGES: "dev,prod" });
  expect(await run()).toEqual({
    code: 0,
    stdout: "Merge request !1, stage dev\nMerge request !1, stage prod",
    stderr: "",
  });
  const [first] = await comments();
  expect(shown(first?.body ?? "").split("\n")).toEqual([
    "## Preview: dev: a maintainer has to read it first; prod: failed",
    "",
    "### dev",
    "",
    "A preview runs with the secrets of the stage, so it takes only changes of data. These are more:",
    "",
    "- Pulumi.dev.yaml smallboat:hosts: expected no change of hosts, addresses, secrets or rules, found one; let a maintainer read it first",
    "",
    `To preview them, a maintainer reads them and runs a pipeline of the default branch with \`MERGE_REQUEST=1\` and \`COMMIT=${head}\`.`,
    "",
    "### prod",
    "",
    "There is no preview.",
    "",
    "```",
    " Pulumi.prod.yaml: expected a map in YAML, found something else; correct it",
    "```",
    "",
    expect.stringMatching(new RegExp(`^For \`${head.slice(0, 8)}\` on \`\\w{8}\`, <time>\\.$`)),
    "",
  ]);
  const next = await push("topic", { "Pulumi.prod.yaml": "config: {" });
  await run();
  expect(
    (await comments()).map(({ id, body }) => [id, body.includes(`For \`${next.slice(0, 8)}\``)]),
  ).toEqual([[first?.id, true]]);
  expect((await run()).stdout).toBe("Every open merge request has its preview.");
});

test("two pipelines at once end as one comment", async () => {
  const { review, comments } = await proposed(refused);
  await Promise.all([review(), review()]);
  expect((await comments()).length).toBe(1);
});

test("a GitLab that is down while the comment is written loses nothing", async () => {
  const { review, comments, folder } = await proposed(refused, (request) =>
    request.startsWith("POST") ? 502 : undefined,
  );
  expect(await review()).toEqual({
    code: 1,
    stdout: "Merge request !1, stage dev",
    stderr:
      '!1: expected GitLab to accept the comment, found "HTTP 502"; read it in the artifact review/1/comment.md',
  });
  const kept = ["comment.md", "review.json"].map((file) =>
    readFileSync(join(folder, "review/1", file), "utf8"),
  );
  expect([kept.map((each) => each.includes("smallboat:hosts")), await comments()]).toEqual([
    [true, true],
    [],
  ]);
});

test("a merge request that was closed meanwhile gets no comment, and its preview is kept", async () => {
  const { review, comments, folder, close } = await proposed(refused, (request) =>
    // It is looked at by itself for the comment alone.
    /^GET .*\/merge_requests\/1$/.test(request) ? close() : undefined,
  );
  expect(await review()).toEqual({
    code: 0,
    stdout:
      "Merge request !1, stage dev\n!1 is closed by now and gets no comment. The preview is in review/1/comment.md.",
    stderr: "",
  });
  expect([existsSync(join(folder, "review/1/comment.md")), await comments()]).toEqual([true, []]);
});

const code = {
  // Whoever reads the branch sees what it prints.
  Makefile: "preview:\n\t@cat changes.json\n",
  "changes.json": `\n${JSON.stringify({ ...example, stage: "dev" }, null, 2)}\n`,
};

test("a maintainer who names the head gets a preview of the code; another commit changes nothing", async () => {
  const { head, review, comments } = await proposed(code);
  const other = "0123456789abcdef0123456789abcdef01234567";
  expect(await review({ MERGE_REQUEST: "1", COMMIT: other })).toEqual({
    code: 1,
    stdout: "",
    stderr: `COMMIT: expected the head ${head}, found ${other}; read the new head, and name that`,
  });
  expect(await comments()).toEqual([]);
  expect((await review({ MERGE_REQUEST: "1", COMMIT: head })).code).toBe(0);
  const [comment] = await comments();
  expect(comment?.body).toContain("## Preview: dev: 3 created, 1 updated, 2 replaced, 3 deleted, 1 unknown");
  expect(comment?.body).toContain("A maintainer started this preview, so the code of the branch ran too.");
});

test("variables that name no merge request, or a commit of all", async () => {
  const { review } = await proposed(refused);
  const cases: [NodeJS.ProcessEnv, string][] = [
    [
      { MERGE_REQUEST: "abc" },
      'MERGE_REQUEST: expected the number of a merge request, or open, found "abc"; correct it',
    ],
    [
      { MERGE_REQUEST: "99" },
      "MERGE_REQUEST: expected the number of a merge request, found 99; correct MERGE_REQUEST",
    ],
    [
      { MERGE_REQUEST: "open", COMMIT: "abc" },
      "COMMIT: expected no commit together with MERGE_REQUEST=open, found abc; name one merge request by its number",
    ],
  ];
  const outcomes = await Promise.all(cases.map(([variables]) => review(variables)));
  expect(outcomes).toEqual(cases.map(([, stderr]) => ({ code: 1, stdout: "", stderr })));
});
