import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startGitLab, type TestGitLab } from "../standin/server.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const project = new Project();
const { stage } = project;
const at = `Pulumi.${stage}.yaml smallboat:`;
let gitlab: TestGitLab;

beforeAll(async () => {
  gitlab = await startGitLab();
  project.configure({ gitlab: { url: gitlab.url }, secrets: { GITLAB_TOKEN: gitlab.rootToken } });
  project.create();
});
afterAll(() => gitlab.stop());

/** The lines of a failed run that say why. */
async function refusal(): Promise<string[]> {
  const { code, stdout, stderr } = await project.pulumi("up", "--yes", "--skip-preview", "--non-interactive");
  expect(code).not.toBe(0);
  const lines = (stdout + stderr).split("\n").map((line) => line.trim().replace(/^error: /, ""));
  return [...new Set(lines.filter((line) => line.includes(": expected ") && !line.includes(" error: ")))];
}

function groups(): Promise<unknown> {
  return gitlab
    .api("GET", "/groups")
    .then(({ body }) => (body as { path: string }[]).map(({ path }) => path));
}

test("a token that GitLab does not know", async () => {
  project.configure({ secrets: { GITLAB_TOKEN: "glpat-nobody-has-this" } });
  expect(await refusal()).toEqual([
    `${at}secrets.GITLAB_TOKEN: expected a token that ${gitlab.url} knows, found "401 Unauthorized"; ` +
      "set a token that is neither expired nor revoked",
  ]);
});

test("a token with too few rights", async () => {
  const made = await gitlab.api("POST", "/users/1/personal_access_tokens", {
    json: { name: "weak", scopes: ["read_api"] },
  });
  const { token } = made.body as { token: string };
  project.configure({ secrets: { GITLAB_TOKEN: token } });
  expect(await refusal()).toEqual([
    `${at}secrets.GITLAB_TOKEN: expected a token with scope api, found one with read_api; make a new token with scope api`,
  ]);
});

test("a missing parent group", async () => {
  project.configure({
    secrets: { GITLAB_TOKEN: gitlab.rootToken },
    gitlab: { url: gitlab.url, group: { parentId: 4711 } },
  });
  expect(await refusal()).toEqual([
    `${at}gitlab.group.parentId: expected the number of a group that the token may see, found 4711; ` +
      "correct the number, or give the token's user access to the group",
  ]);
});

test("a GitLab that cannot be reached", async () => {
  const port = await freePort();
  project.configure({ gitlab: { url: `http://127.0.0.1:${port}` } });
  expect(await refusal()).toEqual([
    `${at}gitlab.url: expected a GitLab that answers at http://127.0.0.1:${port}, ` +
      `found "connect ECONNREFUSED 127.0.0.1:${port}"; start it or correct the address, then run this again`,
  ]);
});

test("a certificate that is not trusted, until its authority is named", async () => {
  const { private: key, cert } = await selfsigned.generate([{ name: "commonName", value: "127.0.0.1" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const server = createServer({ key, cert }, (_, response) => response.writeHead(401).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    project.configure({ gitlab: { url } });
    expect(await refusal()).toEqual([
      `${at}gitlab.ca: expected a certificate of ${url} that is trusted, found "self-signed certificate"; ` +
        "name the file of the authority that signed it",
    ]);
    writeFileSync(join(project.folder, "ca.pem"), cert);
    project.configure({ gitlab: { url, ca: "ca.pem" } });
    expect(await refusal()).toEqual([
      `${at}secrets.GITLAB_TOKEN: expected a token that ${url} knows, found "HTTP 401"; ` +
        "set a token that is neither expired nor revoked",
    ]);
  } finally {
    server.close();
  }
});

test("a path that somebody else uses; when it is free, the next run completes", async () => {
  project.configure({ gitlab: { url: gitlab.url } });
  const path = `smallboat-${stage}`;
  const { body } = await gitlab.api("POST", "/groups", { json: { name: "Theirs", path } });
  const { id } = body as { id: number };
  expect((await refusal()).map((line) => line.replace(/^.*?gitlab: expected/, "gitlab: expected"))).toEqual([
    `gitlab: expected the path ${path} of ${gitlab.url} to be free, found the group ${id} there; ` +
      "choose another path, remove it, or adopt it with pulumi import",
  ]);
  await gitlab.api("PUT", `/groups/${id}`, { json: { path: "theirs" } });
  expect((await project.up()).changes).toContain("create Group gitlab");
  expect(await groups()).toEqual(expect.arrayContaining(["theirs", path]));
});

test("a run waits for a GitLab that is overloaded or failing for a while, and creates nothing twice", async () => {
  const faults = [
    { kind: "429", path: "/api/v4/user$", times: 2, retryAfter: 1 },
    { kind: "500", path: "/api/v4/groups/", times: 2 },
  ];
  for (const fault of faults) {
    await fetch(`${gitlab.url}/-/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
  }
  project.configure({ gitlab: { url: gitlab.url, group: { description: "Another one" } } });
  expect((await project.up()).changes).toContain("update Group gitlab");
  expect(((await groups()) as string[]).length).toBe(2);
});
