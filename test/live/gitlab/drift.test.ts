import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

async function program() {
  const app = new gitlab.Project("app", {
    name: "App",
    path: "app",
    squashOption: "default_on",
    defaultBranch: "main",
    initializeWithReadme: true,
  });
  const project = app.id;
  new gitlab.ProjectVariable("user", { project, key: "TWINE_USER", value: "pypiuser", protected: true });
  new gitlab.ProjectVariable("password", {
    project,
    key: "TWINE_PASSWORD",
    value: pulumi.secret("correct-horse-battery"),
    masked: true,
  });
  new gitlab.BranchProtection("main", {
    project,
    branch: "main",
    pushAccessLevel: "maintainer",
    mergeAccessLevel: "developer",
  });
  new gitlab.RepositoryFile("notes", {
    project,
    branch: "main",
    filePath: "notes.md",
    content: "one\n",
    encoding: "text",
  });
  new gitlab.UserRunner("shared", {
    runnerType: "project_type",
    projectId: app.id.apply(Number),
    tagLists: ["shared"],
  });
}

const main = "/projects/root%2Fapp";

test("a plain preview reports a change by hand, and a plain up repairs it", async () => {
  const declaration = await Declaration.ofTest();
  const { api } = declaration.gitlab;
  await declaration.up(program);
  const runners = (await api("GET", `${main}/runners`)).body as { id: number }[];

  const value = { json: { value: "somebody" } };
  const content = { json: { branch: "main", commit_message: "By hand", content: "two\n" } };
  const changes = [
    await api("PUT", main, { json: { squash_option: "never" } }),
    await api("PUT", `${main}/variables/TWINE_USER`, value),
    await api("DELETE", `${main}/variables/TWINE_PASSWORD`),
    await api("DELETE", `${main}/protected_branches/main`),
    await api("PUT", `${main}/repository/files/notes%2Emd`, content),
    await api("DELETE", `/runners/${runners[0]?.id}`),
  ];
  expect(changes.map(({ status }) => status)).toEqual([200, 200, 204, 204, 200, 204]);

  const drift = [
    "create BranchProtection main",
    "create ProjectVariable password",
    "create UserRunner shared",
    "update Project app",
    "update ProjectVariable user",
    "update RepositoryFile notes",
  ];
  expect(await declaration.preview(program)).toEqual(drift);
  expect((await declaration.up(program)).changes).toEqual(drift);
  expect(await declaration.preview(program)).toEqual([]);
  const { body } = await api("GET", `${main}/variables/TWINE_USER`);
  expect(body).toMatchObject({ value: "pypiuser", protected: true });
  expect(await declaration.state()).not.toContain("correct-horse-battery");
});

test("GitLab keeps the properties that the program does not set", async () => {
  const declaration = await Declaration.ofTest();
  await declaration.up(program);
  await declaration.gitlab.api("PUT", main, { json: { description: "By hand", merge_method: "ff" } });

  expect(await declaration.preview(program)).toEqual([]);
});
