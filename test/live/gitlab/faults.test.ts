import * as gitlab from "@pulumi/gitlab";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

async function program() {
  const app = new gitlab.Project("app", { name: "App", path: "app" });
  for (const key of ["A", "B", "C"]) {
    new gitlab.ProjectVariable(key.toLowerCase(), { project: app.id, key, value: "1" });
  }
  new gitlab.UserRunner("r", { runnerType: "project_type", projectId: app.id.apply(Number), untagged: true });
  new gitlab.ProjectHook("h", { project: app.id, url: "https://example.org/hook" });
}

test("survives requests that fail for a while, and creates nothing twice", async () => {
  const declaration = await Declaration.ofTest();
  const { url, api } = declaration.gitlab;
  const faults = [
    { kind: "429", path: "/projects$", method: "POST", times: 1, retryAfter: 1 },
    { kind: "500", path: "/variables$", method: "POST", times: 4 },
    { kind: "drop", path: "/user/runners$", method: "POST", times: 1 },
    { kind: "drop", path: "/hooks$", method: "POST", times: 1 },
    { kind: "drop", path: "/user$", method: "GET", times: 1 },
  ];
  for (const fault of faults) {
    const body = JSON.stringify(fault);
    const headers = { "content-type": "application/json", "private-token": declaration.gitlab.rootToken };
    expect((await fetch(`${url}/-/faults`, { method: "POST", headers, body })).ok).toBe(true);
  }

  await declaration.up(program);

  const count = async (path: string) =>
    ((await api("GET", `/projects/root%2Fapp/${path}`)).body as unknown[]).length;
  expect([await count("variables"), await count("runners"), await count("hooks")]).toEqual([3, 1, 1]);
  expect(await declaration.preview(program)).toEqual([]);
});

test("continues a run that failed because GitLab was down", async () => {
  const declaration = await Declaration.ofTest({ GITLAB_EARLY_AUTH_CHECK: "false" });
  await declaration.up(program);
  const more = async () => {
    await program();
    new gitlab.ProjectVariable("d", { project: "root/app", key: "D", value: "1" });
    new gitlab.ProjectVariable("bad", { project: "root/app", key: "not a key", value: "1" });
  };

  expect(await declaration.failure(more)).toEqual([
    expect.stringMatching(/^bad: key: can contain only letters, digits and '_'\.?; change key$/),
  ]);
  await declaration.gitlab.kill();
  await declaration.gitlab.restart();
  expect(await declaration.preview(more)).toEqual(["create ProjectVariable bad"]);
});
