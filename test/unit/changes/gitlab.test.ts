import { expect, test } from "vitest";
import { changeLines, losses, stageChanges } from "../../../lib/changes/index.ts";
import { asSecret } from "../../../lib/state/index.ts";
import { type Given, reportOf, urnOf } from "./log.ts";

const project = (op: string, name: string, more: Partial<Given> = {}): Given[] => [
  { op: op === "delete" ? "delete" : op === "create" ? "create" : "same", type: "GitLabProject", name },
  { op, type: "gitlab:index/project:Project", name, parent: `GitLabProject ${name}`, old: { name }, ...more },
];
const of = (
  op: string,
  type: string,
  name: string,
  old: object,
  now: object,
  differing?: string[],
): Given => ({
  op,
  type: `gitlab:index/${type}`,
  name,
  parent: "GitLabProject api",
  old,
  new: now,
  ...(differing && { differing }),
});
const variable = (more: object) => ({ key: "TOKEN", value: asSecret("[secret]"), masked: true, ...more });

const steps: Given[] = [
  ...project("create", "fresh"),
  ...project("delete", "old-shop"),
  ...project("update", "api", {
    new: { name: "api", description: "other", visibilityLevel: "internal" },
    old: { name: "api", description: "one", visibilityLevel: "private" },
  }),
  of("create", "projectVariable:ProjectVariable", "api/NEW", {}, { key: "NEW", value: asSecret("x") }),
  of("update", "projectVariable:ProjectVariable", "api/TOKEN", variable({}), variable({}), ["value"]),
  of(
    "update",
    "projectVariable:ProjectVariable",
    "api/MASK",
    variable({ key: "MASK" }),
    variable({ key: "MASK", masked: false }),
  ),
  of(
    "replace",
    "branchProtection:BranchProtection",
    "api/main",
    { branch: "main", pushAccessLevel: "developer" },
    { branch: "main", pushAccessLevel: "maintainer" },
  ),
  of(
    "update",
    "pipelineSchedule:PipelineSchedule",
    "api/nightly",
    { description: "nightly", cron: "0 4 * * *" },
    { description: "nightly", cron: "0 5 * * *" },
  ),
  of(
    "update",
    "repositoryFile:RepositoryFile",
    "api/main/.gitlab-ci.yml",
    { filePath: ".gitlab-ci.yml", branch: "main", content: "a" },
    { filePath: ".gitlab-ci.yml", branch: "main", content: "b" },
  ),
  of("same", "branch:Branch", "api/dev", { name: "dev" }, { name: "dev" }),
  { op: "same", type: "Runner", name: "shared" },
  {
    op: "update",
    type: "gitlab:index/userRunner:UserRunner",
    name: "shared",
    parent: "Runner shared",
    old: { runnerType: "group_type", tagLists: ["a"], paused: false },
    new: { runnerType: "group_type", tagLists: ["a", "b"], paused: true },
  },
];

test("projects, variables by name, protections, schedules and runners", () => {
  const changes = stageChanges("prod", reportOf(steps));
  expect(changeLines(changes)).toMatchInlineSnapshot(`
    [
      "Stage prod: 2 to create, 1 to replace, 6 to update, 1 to delete; 1 unchanged.",
      "",
      "!  gitlab  project old-shop is deleted with its repository",
      "",
      "WHERE       WHAT                         CHANGE   WHY",
      "gitlab      runner shared                update   paused: no → yes",
      "                                                  tags: a → a, b",
      "gitlab      project api                  update   description changed",
      "                                                  visibility: private → internal",
      "gitlab api  file .gitlab-ci.yml on main  update   content changed",
      "gitlab api  protection of branch main    replace  who may push: developer → maintainer",
      "gitlab api  schedule nightly             update   cron: 0 4 * * * → 0 5 * * *",
      "gitlab api  variable MASK                update   masked: yes → no",
      "gitlab api  variable NEW                 create",
      "gitlab api  variable TOKEN               update   value changed",
      "gitlab      project fresh                create",
      "gitlab      project old-shop             delete",
    ]
  `);
  expect(losses(changes)).toEqual(["gitlab: project old-shop is deleted with its repository"]);
});

test("a warning of many resources is said once", () => {
  const message = "The provider for this resource has inputs that are not known during preview.";
  const said = ["shared", "containers"].map((name) => ({
    ...{ severity: "warning", message, urn: urnOf("gitlab:index/userRunner:UserRunner", name) },
  }));
  expect(stageChanges("dev", reportOf(steps, said)).messages).toEqual([
    { severity: "warning", text: message },
  ]);
});
