import { expect, test } from "vitest";
import { judgeChanges, mayDelete } from "../../../lib/policy/index.ts";
import { policyProblem } from "../../../lib/policy/result.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { policy } from "../../../lib/settings/policy.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const resource = (type: string, name: string, facts: object = {}) => ({
  urn: urn(type, name),
  type,
  inputs: { name },
  ...facts,
});
const step = (op: string, type: string, name: string, facts: object = {}) => ({
  op,
  urn: urn(type, name),
  oldState: resource(type, name, facts),
});
const volume = "docker:index/volume:Volume";
const container = "docker:index/container:Container";
const project = "gitlab:index/project:Project";
const group = "gitlab:index/group:Group";

/** What a policy says of these steps, as lines. */
function said(
  steps: Parameters<typeof judgeChanges>[0],
  settings: object = {},
  ...allowed: string[]
): string[] {
  const file = "Pulumi.dev.yaml";
  const results = judgeChanges(steps, { policy: policy.parse(settings), allowed, file });
  return results.map((each) => problemLine(policyProblem(each)));
}

const lost = (path: string, found: string, name: string, level = "deny") =>
  `${path}: expected every deletion of data to be allowed by name, found ${found}; ` +
  `undo the change, or lose it with "make up ALLOW_DELETE=${name}" [policy deletions: ${level}]`;
const at = "Pulumi.dev.yaml smallboat:";
const greeting = step("delete", project, "greeting");

test("no project, group or volume is deleted with its data unless its name is allowed", () => {
  const steps = [
    greeting,
    step("replace", project, "shop"),
    step("delete", volume, "data"),
    step("delete", volume, "web_data", { retainOnDelete: true }),
    step("replace", volume, "gitlab_data"),
    step("update", project, "chat"),
    step("delete", container, "web"),
    { op: "create", urn: urn(project, "new") },
  ];
  expect(said(steps)).toEqual([
    lost(
      `${at}projects.greeting`,
      "the repository of GitLab project greeting about to be deleted",
      "project/greeting",
    ),
    lost(
      `${at}projects.shop`,
      "the repository of GitLab project shop about to be made anew, empty",
      "project/shop",
    ),
    lost("volume data", "its data about to be deleted", "data"),
  ]);
  expect(said(steps, {}, "project/greeting", "data")).toEqual([
    lost(
      `${at}projects.shop`,
      "the repository of GitLab project shop about to be made anew, empty",
      "project/shop",
    ),
  ]);
});

test("losses with a group, or with the stand-in's volume, are reported with it", () => {
  const team = step("delete", group, "Team", { inputs: { name: "Team", path: "team" } });
  const found = "all projects of GitLab group team about to be deleted";
  expect(said([greeting, team])).toEqual([lost(`${at}gitlab`, found, "group/team")]);
  const data = step("delete", `smallboat:index:GitLab$smallboat:index:HostStack$${volume}`, "gitlab/data");
  const standin = { ...data, oldState: { ...data.oldState, type: volume, inputs: { name: "gitlab_data" } } };
  const replaced = step("replace", group, "team");
  expect(said([greeting, replaced, standin])).toEqual([
    lost("volume gitlab_data", "its data about to be deleted", "gitlab_data"),
  ]);
  // It is gone already, so nothing is lost.
  expect(said([greeting, replaced, { ...standin, op: "replace" }])).toEqual([]);
});

test("deletions may cause a warning, or nothing", () => {
  const found = "the repository of GitLab project greeting about to be deleted";
  expect(said([greeting], { rules: { deletions: "warn" } })).toEqual([
    lost(`${at}projects.greeting`, found, "project/greeting", "warn"),
  ]);
  expect(said([greeting], { rules: { deletions: "off" } })).toEqual([]);
});

test("a run replaces at most as many containers as the policy says", () => {
  const names = Array.from({ length: 12 }, (_, index) => `web-${String(index + 10)}`);
  const steps = [...names.map((name) => step("replace", container, name)), step("replace", volume, "data")];
  const rules = { replacements: "warn" };
  expect(said(steps)).toEqual([]);
  expect(said(steps, { rules, maxReplacements: 12 })).toEqual([]);
  expect(said(steps, { rules })).toEqual([
    `${at}policy.maxReplacements: expected at most 10 replaced containers, ` +
      "found 12 (web-10, web-11, web-12, web-13, web-14, web-15, web-16, web-17, web-18, web-19 and 2 more); " +
      "make the change in parts, or raise maxReplacements [policy replacements: warn]",
  ]);
  expect(said(steps.slice(0, 1), { rules, maxReplacements: 0 })).toEqual([
    `${at}policy.maxReplacements: expected at most 0 replaced containers, found 1 (web-10); ` +
      "make the change in parts, or raise maxReplacements [policy replacements: warn]",
  ]);
});

const provider = resource("pulumi:providers:gitlab", "gitlab", {
  inputs: { baseUrl: "https://gitlab.example.com/api/v4/" },
});
const state = [provider, resource(group, "team"), resource(project, "greeting"), resource(volume, "data")];

test.each<[string, Parameters<typeof mayDelete>[1], boolean]>([
  [
    "with the recorded settings",
    { projects: ["greeting"], isThere: true, url: "https://gitlab.example.com" },
    false,
  ],
  ["with one project more", { projects: ["greeting", "chat"], isThere: true }, false],
  ["without the recorded project", { projects: ["chat"], isThere: true }, true],
  ["at another GitLab", { projects: ["greeting"], isThere: true, url: "https://gitlab.example.org" }, true],
  ["without a GitLab", { projects: ["greeting"], isThere: false }, true],
])("whether a stage %s may delete data, so that it needs a preview", (_, declared, expected) => {
  expect(mayDelete(state, declared)).toBe(expected);
});
