import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { innerGitLab } from "../standin/work/api.ts";

const token = "glpat-unit-test-root-token";
export const compose = "stacks/Local/web/compose.yaml";
export const settings = (engine: string) => `config: {"smallboat:hosts": {Local: {engine: "${engine}"}}}\n`;
const main = {
  "Pulumi.dev.yaml": settings("unix:///var/run/docker.sock"),
  "Pulumi.prod.yaml": settings("ssh://deploy@10.0.0.2"),
  [compose]: "services: {web: {image: nginx:1.26}}\n",
  Makefile: "preview:\n\t@false\n",
};

type Files = Readonly<Record<string, string>>;

/** Answers a request in GitLab's place with a status, or does something before GitLab gets it. */
type Meanwhile = (request: string, body: string) => number | undefined | Promise<undefined>;

/** A project on a stand-in that listens, a clone of its main, and a merge request with these files. */
export async function proposed(files: Files, meanwhile: Meanwhile = () => undefined) {
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
  /** Opens a merge request. @returns its head */
  const propose = async (branch: string, changed: Files) => {
    const head = await push(branch, changed, { start_branch: "main" });
    const request = { source_branch: branch, target_branch: "main", title: "Change" };
    await ok("POST", `/projects/${id}/merge_requests`, request);
    return head;
  };
  const head = await propose("topic", files);
  const server = await inner.gitlab.server.listen({ port: 0, host: "127.0.0.1" });
  const proxy = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const body = await text(request);
    const status = await meanwhile(`${method} ${url}`, body);
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
  const git = (...args: string[]) => promisify(execFile)("git", args, { cwd: folder });
  const address = `${server.replace("//", `//oauth2:${token}@`)}/root/app.git`;
  await git("clone", "--quiet", address, ".");
  const { port } = proxy.address() as AddressInfo;
  const { CI_JOB_TOKEN: _, ...outside } = process.env;
  const env = {
    ...outside,
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    ...{ CI_PROJECT_ID: `${id}`, CI_DEFAULT_BRANCH: "main", CI_JOB_ID: "7", GITLAB_TOKEN: token },
  };
  /** Runs a command of cli/ in the clone, as a job does. */
  const job = async (command: string, more: NodeJS.ProcessEnv = {}) => {
    const file = join(import.meta.dirname, `../../../cli/${command}.ts`);
    const child = spawn(process.execPath, [file], { cwd: folder, env: { ...env, ...more } });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() };
  };
  const review = (more: NodeJS.ProcessEnv = { MERGE_REQUEST: "open" }) => job("review", more);
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
  /** Merges it. @returns the merge commit, which the clone has checked out */
  const merge = async () => {
    await ok("PUT", `/projects/${id}/merge_requests/1/merge`);
    // A preview of the branch's code leaves it in the checkout.
    await git("reset", "--quiet", "--hard");
    await git("clean", "--quiet", "-d", "--force");
    await git("pull", "--quiet");
    return (await git("rev-parse", "HEAD")).stdout.trim();
  };
  return { head, push, propose, job, review, comments, close, merge, git, folder };
}
