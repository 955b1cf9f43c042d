import * as gitlab from "@pulumi/gitlab";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

interface Choice {
  readonly key?: string;
  readonly hidden?: boolean;
  readonly push?: string;
  readonly runner?: string;
  readonly tags?: string[];
}

function program({ key = "A", hidden = false, push = "maintainer", runner = "r", tags = ["x"] }: Choice) {
  return async () => {
    const app = new gitlab.Project("app", {
      name: "App",
      path: "app",
      defaultBranch: "main",
      initializeWithReadme: true,
    });
    const project = app.id;
    new gitlab.ProjectVariable("a", { project, key, value: "long-enough-1", masked: true, hidden });
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

test("replaces objects for changes that GitLab cannot make in place, and updates the others", async () => {
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
  // The order of tags means nothing.
  expect(await declaration.preview(program({ ...settled, tags: ["x", "y"] }))).toEqual([]);

  const { api } = declaration.gitlab;
  const path = "/projects/root%2Fapp";
  expect((await api("GET", `${path}/variables`)).body).toMatchObject([{ key: "B", hidden: true }]);
  expect((await api("GET", `${path}/protected_branches/main`)).body).toMatchObject({
    push_access_levels: [{ access_level: 0 }],
    merge_access_levels: [{ access_level: 40 }],
  });
});
