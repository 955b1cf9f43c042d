import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { gitLabOfTest } from "./server.ts";

vi.setConfig({ testTimeout: 30_000 });

/** Everything that lies on the disk, as one text. */
function onDisk(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1")).join("\n");
}

test("confirmed data survives kill -9", async () => {
  const gitlab = await gitLabOfTest();
  const names = Array.from({ length: 40 }, (_, index) => `K${index}`);
  await gitlab.api("POST", "/projects", { json: { name: "App", initialize_with_readme: true } });
  const answered: string[] = [];
  const writing = names.map(async (key) => {
    const { status } = await gitlab.api("POST", "/projects/1/variables", {
      json: { key, value: `of ${key}` },
    });
    if (status === 201) answered.push(key);
  });
  await Promise.race(writing.slice(-1));
  await gitlab.kill();
  await Promise.allSettled(writing);
  await gitlab.restart();
  const { body } = await gitlab.api("GET", "/projects/1/variables?per_page=100");
  const kept = (body as { key: string; value: string }[]).filter(({ key, value }) => value === `of ${key}`);
  expect(answered.length).toBeGreaterThan(0);
  expect(kept.map(({ key }) => key)).toEqual(expect.arrayContaining(answered));
  const branch = await gitlab.api("GET", "/projects/1/protected_branches/main");
  expect(branch.body).toEqual({
    id: 1,
    name: "main",
    push_access_levels: [{ id: 1, access_level: 40, access_level_description: "Maintainers" }],
    merge_access_levels: [{ id: 1, access_level: 40, access_level_description: "Maintainers" }],
    allow_force_push: false,
  });
  expect((await gitlab.api("GET", "/version")).status).toBe(200);
});

test("writes no token and no value in plain text, and logs none", async () => {
  const gitlab = await gitLabOfTest();
  const value = "a-value-nobody-should-see";
  await gitlab.api("POST", "/projects", { json: { name: "App" } });
  await gitlab.api("POST", "/projects/1/variables", { json: { key: "K", value, masked: true } });
  await gitlab.api("POST", "/projects/1/hooks", { json: { url: "http://example.com", token: value } });
  const tokens: string[] = [gitlab.rootToken];
  for (const [path, json] of [
    ["/projects/1/access_tokens", { name: "t", scopes: ["api"] }],
    ["/projects/1/deploy_tokens", { name: "t", scopes: ["read_repository"] }],
    ["/user/runners", { runner_type: "instance_type" }],
  ] as const) {
    tokens.push(((await gitlab.api("POST", path, { json })).body as { token: string }).token);
  }
  await gitlab.api("GET", `/user?private_token=${gitlab.rootToken}`, { token: null });
  await expect.poll(gitlab.output).toContain("GET /api/v4/user 200");
  const everything = onDisk(gitlab.folder) + gitlab.output();
  expect(tokens).toHaveLength(4);
  expect([value, ...tokens].filter((secret) => everything.includes(secret))).toEqual([]);
});

test("fails where tests inject a fault, and only there", async () => {
  const gitlab = await gitLabOfTest();
  const faults = (json: object) =>
    fetch(`${gitlab.url}/-/faults`, {
      method: "POST",
      headers: { "private-token": gitlab.rootToken, "content-type": "application/json" },
      body: JSON.stringify(json),
    });
  expect((await fetch(`${gitlab.url}/-/faults`, { method: "POST" })).status).toBe(401);
  await faults({ kind: "429", path: "/version$", retryAfter: 7 });
  await faults({ kind: "500", path: "/version$" });
  await faults({ kind: "drop", path: "/version$" });
  await faults({ kind: "latency", path: "/version$", milliseconds: 300 });
  const limited = await gitlab.api("GET", "/version");
  expect([limited.status, limited.headers.get("retry-after"), limited.body]).toEqual([
    429,
    "7",
    { message: { error: "This endpoint has been requested too many times. Try again later." } },
  ]);
  expect((await gitlab.api("GET", "/user")).status).toBe(200);
  const broken = await gitlab.api("GET", "/version");
  expect([broken.status, broken.body]).toEqual([500, { message: "500 Internal Server Error" }]);
  await expect(gitlab.api("GET", "/version")).rejects.toThrow("fetch failed");
  const began = performance.now();
  expect((await gitlab.api("GET", "/version")).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(290);
  expect((await gitlab.api("GET", "/version")).status).toBe(200);
});

test("accepts no faults unless they are enabled", async () => {
  const gitlab = await gitLabOfTest({ GITLAB_FAULTS: "" });
  const answer = await fetch(`${gitlab.url}/-/faults`, { headers: { "private-token": gitlab.rootToken } });
  expect(answer.status).toBe(404);
});
