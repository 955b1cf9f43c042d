import { expect, test, vi } from "vitest";
import { gitLabOfTest, type TestGitLab } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

const secret = "a-value-nobody-should-see";
const ciFile =
  "stages: [build, test]\ncompile:\n  stage: build\n  script: [make]\ncheck:\n  stage: test\n  script: [make test]\n";

/** Signs in. @returns the cookie */
async function signIn(
  gitlab: TestGitLab,
  token: string,
  returnTo = "/",
): Promise<[number, string | null, string]> {
  const answer = await fetch(`${gitlab.url}/-/sign_in`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ token, return_to: returnTo }),
  });
  const cookie = answer.headers.get("set-cookie") ?? "";
  return [answer.status, answer.headers.get("location"), cookie.split(";")[0] ?? ""];
}

async function read(gitlab: TestGitLab, path: string, cookie = ""): Promise<[number, string]> {
  const answer = await fetch(gitlab.url + path, { headers: { cookie } });
  return [answer.status, await answer.text()];
}

test("signs people in with a token, and shows them their own projects", async () => {
  const gitlab = await gitLabOfTest();
  await gitlab.api("POST", "/projects", { json: { name: "App", description: "<script>alert(1)</script>" } });
  await gitlab.api("POST", "/users", { json: { name: "Eve", username: "eve", email: "eve@example.com" } });
  const { body } = await gitlab.api("POST", "/users/2/personal_access_tokens", {
    json: { name: "t", scopes: ["read_api"] },
  });
  expect((await signIn(gitlab, "glpat-wrong"))[0]).toBe(401);
  const [status, location, root] = await signIn(gitlab, gitlab.rootToken, "/root/app");
  expect([status, location]).toEqual([303, "/root/app"]);
  expect((await signIn(gitlab, gitlab.rootToken, "//elsewhere.example"))[1]).toBe("/");
  const [, , eve] = await signIn(gitlab, (body as { token: string }).token);
  expect((await read(gitlab, "/root/app"))[1]).toContain('name="return_to" value="/root/app"');
  expect((await read(gitlab, "/root/app", eve))[0]).toBe(404);
  expect((await read(gitlab, "/", eve))[1]).toContain("There is no project yet.");
  const [found, text] = await read(gitlab, "/root/app", root);
  expect(found).toBe(200);
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).not.toContain("<script>alert");
  expect([...text.matchAll(/(?:src|href)="(?!\/|#|data:,)/g)]).toEqual([]);
  await fetch(`${gitlab.url}/-/sign_out`, { method: "POST", headers: { cookie: root }, redirect: "manual" });
  expect((await read(gitlab, "/root/app", root))[1]).toContain("Access token");
});

test("follows the log of a job, with masked values", async () => {
  const gitlab = await gitLabOfTest();
  const send = (verb: string, path: string, json: object) => gitlab.api(verb, path, { json });
  await send("POST", "/projects", { name: "App", initialize_with_readme: true });
  await send("POST", "/projects/1/variables", { key: "K", value: secret, masked: true });
  const made = await send("POST", "/user/runners", { runner_type: "instance_type" });
  const { token } = made.body as { token: string };
  const action = { action: "create", file_path: ".gitlab-ci.yml", content: ciFile };
  await send("POST", "/projects/1/repository/commits", {
    branch: "main",
    commit_message: "Add a pipeline",
    actions: [action],
  });
  const job = await vi.waitUntil(
    async () => {
      const answer = await send("POST", "/jobs/request", { token, system_id: "s_1", info: {} });
      return answer.status === 201 && (answer.body as { id: number; token: string });
    },
    { timeout: 40_000, interval: 300 },
  );
  const [, , cookie] = await signIn(gitlab, gitlab.rootToken);
  const [, graph] = await read(gitlab, "/root/app/-/pipelines/1", cookie);
  expect([...graph.matchAll(/<h2>(\w+)<\/h2>/g)].map(([, stage]) => stage)).toEqual(["build", "test"]);
  const address = `${gitlab.url}/root/app/-/jobs/${job.id}/events`;
  const events = await fetch(address, { headers: { cookie } });
  const following = events.text();
  const log = `\x1b[32mhello\x1b[0m\nsecret ${secret}\nend`;
  const traced = await gitlab.api("PATCH", `/jobs/${job.id}/trace`, {
    token: null,
    headers: {
      "job-token": job.token,
      "content-type": "text/plain",
      "content-range": `0-${log.length - 1}`,
    },
    body: log,
  });
  expect(traced.status).toBe(202);
  await send("PUT", `/jobs/${job.id}`, { token: job.token, state: "success" });
  const whole = await following;
  const lines = [...whole.matchAll(/^event: log\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ""));
  expect(lines.join("")).toBe(`hello\nsecret ${"*".repeat(secret.length)}\nend`);
  expect(whole).toContain("event: end");
  expect(whole).not.toContain(secret);
});
