import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

const password = "correct-horse-battery";

/** One of each type. */
async function everything() {
  const group = new gitlab.Group("team", { path: "team", name: "Team", description: "All of us" });
  const app = new gitlab.Project("app", {
    namespaceId: group.id.apply(Number),
    name: "App",
    path: "app",
    visibilityLevel: "private",
    defaultBranch: "main",
    initializeWithReadme: true,
    squashOption: "default_on",
    ciDefaultGitDepth: 5,
    topics: ["python", "chat"],
    permanentlyDeleteOnDestroy: true,
  });
  const project = app.id;
  const branch = new gitlab.Branch("dev", { project, name: "dev", ref: "main" });
  new gitlab.BranchProtection("main", {
    project,
    branch: "main",
    pushAccessLevel: "maintainer",
    mergeAccessLevel: "maintainer",
  });
  new gitlab.BranchProtection("dev", {
    project,
    branch: branch.name,
    pushAccessLevel: "developer",
    mergeAccessLevel: "developer",
  });
  new gitlab.TagProtection("releases", { project, tag: "v*", createAccessLevel: "maintainer" });
  new gitlab.ProjectVariable("password", {
    project,
    key: "TWINE_PASSWORD",
    value: pulumi.secret(password),
    masked: true,
    hidden: true,
  });
  new gitlab.GroupVariable("user", { group: group.id, key: "TWINE_USER", value: "pypiuser" });
  new gitlab.RepositoryFile("pipeline", {
    project,
    branch: "main",
    filePath: ".gitlab-ci.yml",
    content: "test:\n  script: [make test]\n",
    encoding: "text",
    commitMessage: "Write the pipeline",
  });
  const schedule = new gitlab.PipelineSchedule("nightly", {
    project,
    description: "Every night",
    ref: "refs/heads/main",
    cron: "0 4 * * *",
  });
  new gitlab.PipelineScheduleVariable("mode", {
    project,
    pipelineScheduleId: schedule.pipelineScheduleId,
    key: "MODE",
    value: "nightly",
  });
  const runner = new gitlab.UserRunner("shared", {
    runnerType: "group_type",
    groupId: group.id.apply(Number),
    description: "shared",
    tagLists: ["shared", "docker"],
    untagged: false,
  });
  new gitlab.ProjectEnvironment("production", {
    project,
    name: "production",
    tier: "production",
    stopBeforeDestroy: true,
  });
  const token = new gitlab.ProjectAccessToken("bot", {
    project,
    name: "bot",
    scopes: ["api", "read_repository"],
    accessLevel: "developer",
    expiresAt: "2027-06-30",
  });
  new gitlab.ProjectHook("chat", {
    project,
    url: "https://chat.example.org/hook",
    token: "hook-token-of-the-chat",
    pipelineEvents: true,
  });
  return { runner: runner.token, token: token.token, path: app.pathWithNamespace };
}

test("creates one resource of each type, finds all unchanged, and removes all", async () => {
  const declaration = await Declaration.ofTest();

  const first = await declaration.up(everything);
  expect(first.changes).toEqual([
    "create Branch dev",
    "create BranchProtection dev",
    "create BranchProtection main",
    "create Group team",
    "create GroupVariable user",
    "create PipelineSchedule nightly",
    "create PipelineScheduleVariable mode",
    "create Project app",
    "create ProjectAccessToken bot",
    "create ProjectEnvironment production",
    "create ProjectHook chat",
    "create ProjectVariable password",
    "create RepositoryFile pipeline",
    "create TagProtection releases",
    "create UserRunner shared",
    "create gitlab default_10_4_0",
  ]);
  const { runner, token, path } = first.outputs;
  expect(path).toEqual({ value: "team/app", secret: false });
  expect(runner).toEqual({ value: expect.stringMatching(/^glrt-/), secret: true });
  expect(token).toEqual({ value: expect.stringMatching(/^glpat-/), secret: true });

  expect(await declaration.preview(everything)).toEqual([]);
  expect((await declaration.up(everything)).changes).toEqual([]);

  const state = await declaration.state();
  const secrets = [password, String(runner?.value), String(token?.value), "hook-token-of-the-chat"];
  for (const secret of [...secrets, declaration.gitlab.rootToken]) {
    expect(state).not.toContain(secret);
    expect(first.text).not.toContain(secret);
  }

  await declaration.destroy();
  const { body } = await declaration.gitlab.api("GET", "/groups");
  expect(body).toEqual([]);
});
