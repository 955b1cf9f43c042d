import * as gitlab from "@pulumi/gitlab";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

interface Choice {
  readonly key?: string;
  readonly hidden?: boolean;
  readonly isProtected?: boolean;
  readonly push?: string;
  readonly runner?: string;
  readonly tags?: string[];
}

function program(choice: Choice) {
  const { key = "A", hidden = false, isProtected = false } = choice;
  const { push = "maintainer", runner = "r", tags = ["x"] } = choice;
  return async () => {
    const app = new gitlab.Project("app", {
      name: "App",
      path: "app",
      defaultBranch: "main",
      initializeWithReadme: true,
    });
    const project = app.id;
    new gitlab.ProjectVariable("a", {
      ...{ project, key, value: "long-enough-1", masked: true, hidden, protected: isProtected },
    });
    new gitlab.BranchProtection("main", {
      project,
      branch: "main",
      pushAccessLevel: push,
      mergeAccessLevel: "maintainer",
    });
    new gitlab.UserRunner("r", {
      runnerType: "project_type",
      projectId: app.id.apply(Number),
      description: runner,
      tagLists: tags,
    });
  };
}

test("replaces objects for changes that GitLab cannot make in place, and updates all other objects", async () => {
  const declaration = await Declaration.ofTest();
  const change = async (choice: Choice) => (await declaration.up(program(choice))).changes;
  await change({});

  expect(await change({ key: "B" })).toEqual([
    "create-replacement ProjectVariable a",
    "delete-replaced ProjectVariable a",
    "replace ProjectVariable a",
  ]);
  // The same key cannot be there twice: the old one goes first.
  expect(await change({ key: "B", hidden: true })).toEqual([
    "create-replacement ProjectVariable a",
    "delete-replaced ProjectVariable a",
    "replace ProjectVariable a",
  ]);
  expect(await change({ key: "B", hidden: true, push: "no one" })).toEqual([
    "create-replacement BranchProtection main",
    "delete-replaced BranchProtection main",
    "replace BranchProtection main",
  ]);
  const settled = { key: "B", hidden: true, push: "no one", runner: "renamed", tags: ["y", "x"] };
  expect(await change(settled)).toEqual(["update UserRunner r"]);
  // Versions before previews in review left the secrets of a stage's pipeline unprotected.
  expect(await change({ ...settled, isProtected: true })).toEqual(["update ProjectVariable a"]);
  // The order of tags means nothing.
  const reordered = { ...settled, isProtected: true, tags: ["x", "y"] };
  expect(await declaration.preview(program(reordered))).toEqual([]);

  const { api } = declaration.gitlab;
  const path = "/projects/root%2Fapp";
  expect((await api("GET", `${path}/variables`)).body).toMatchObject([
    { key: "B", hidden: true, protected: true },
  ]);
  expect((await api("GET", `${path}/protected_branches/main`)).body).toMatchObject({
    push_access_levels: [{ access_level: 0 }],
    merge_access_levels: [{ access_level: 40 }],
  });
});
