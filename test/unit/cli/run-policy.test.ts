import { expect, test } from "vitest";
import { isPreviewNeeded, runPolicy, withPolicyResults } from "../../../cli/stage/run-policy.ts";
import { example } from "../changes/example.ts";

const warned = {
  rule: "healthcheck",
  level: "warn",
  path: "stacks/web1/shop/compose.yaml:3:5",
  expected: "a healthcheck",
  found: "none",
  remedy: "write healthcheck",
};
const line =
  "stacks/web1/shop/compose.yaml:3:5: expected a healthcheck, found none; write healthcheck [policy healthcheck: warn]";
const greeting = {
  urn: "urn:pulumi:dev::boat::gitlab:index/project:Project::greeting",
  inputs: { name: "greeting" },
};
const project = { ...greeting, type: "gitlab:index/project:Project" };
const steps = [{ op: "delete", urn: project.urn, oldState: project }];

test("a preview's changes list broken rules apart from other messages, refusals first", () => {
  const messages = [
    { severity: "warning", text: line },
    { severity: "warning", text: "something else" },
  ] as const;
  const changes = withPolicyResults({ ...example, messages }, steps, runPolicy("dev", {}));
  expect(changes).toEqual({
    ...example,
    messages: [{ severity: "warning", text: "something else" }],
    policy: [
      {
        rule: "deletions",
        level: "deny",
        path: "Pulumi.dev.yaml smallboat:projects.greeting",
        expected: "every deletion of data to be allowed by name",
        found: "the repository of GitLab project greeting about to be deleted",
        remedy: 'undo the change, or lose it with "make up ALLOW_DELETE=project/greeting"',
      },
      warned,
    ],
  });
});

test("an allowed change breaks no rule, and wrong settings are reported by the program", () => {
  const none = { ...example, messages: [] };
  const allowed = runPolicy("dev", { "smallboat:allowDelete": ["project/greeting"] });
  expect(withPolicyResults(none, steps, allowed)).toEqual(none);
  const wrong = runPolicy("dev", { "smallboat:policy": { rules: { deletions: "forbid" } } });
  expect(wrong).toEqual(runPolicy("dev", {}));
});

test.each<[string, object, boolean]>([
  ["unchanged settings", {}, false],
  ["a rule that counts replacements", { "smallboat:policy": { rules: { replacements: "warn" } } }, true],
  ["settings without the recorded project", { "smallboat:projects": {} }, true],
  [
    "settings without the recorded project that allow every deletion",
    { "smallboat:projects": {}, "smallboat:policy": { rules: { deletions: "off" } } },
    false,
  ],
])("whether %s need a preview for the policy: %j, %s", (_, said, isNeeded) => {
  const settings = {
    "smallboat:gitlab": { url: "https://gitlab.example.com" },
    "smallboat:projects": { greeting: {} },
    ...said,
  };
  const deployment = { resources: [project], pending_operations: [] };
  expect(isPreviewNeeded(runPolicy("dev", settings), settings, deployment)).toBe(isNeeded);
});
