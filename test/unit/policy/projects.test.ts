import { describe, expect, test } from "vitest";
import { planProjects } from "../../../lib/plan/projects.ts";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { judgeDeclared } from "../../../lib/policy/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import type { RuleOf } from "../../../lib/settings/policy-rules.ts";
import { settings } from "../plan/stage.ts";

const secrets = { AFCRED: "hunter2-hunter2", GITLAB_TOKEN: "glpat", DEPLOY: "hunter4-hunter4" };
const at = "Pulumi.dev.yaml smallboat:projects.chat";

/** What one rule says of a project with these settings. */
function said(rule: string, project: object): string[] {
  const checked = settings({
    registry: { external: "harbor.example.com" },
    gitlab: { url: "https://gitlab.example.com" },
    projects: { chat: { kind: "container-app", ...project } },
    secrets,
    policy: { rules: { [rule]: "deny" } },
  });
  const context = { root: ".", registry: planRegistry(checked), pypi: undefined, problems: [], warnings: [] };
  const projects = planProjects({ settings: checked, ...context });
  expect(context).toMatchObject({ problems: [], warnings: [] });
  const { refusals, warnings } = judgeDeclared(checked, { stacks: [], projects });
  expect(warnings).toEqual([]);
  return refusals.map(problemLine);
}

interface Examples {
  readonly bad: readonly (readonly [project: object, lines: readonly string[]])[];
  readonly good: readonly object[];
}

const masked = (found: string) =>
  `${at}.variables.${found.split(",")[0]}: expected secret CI variables masked, found ${found}; ` +
  "mask it, and take its value from smallboat:secrets [policy masked-variables: deny]";
const guarded = (found: string) =>
  `${at}.variables.${found.split(",")[0]}: expected secret CI variables for protected branches and tags only, ` +
  `found ${found}; set protected: true for it in variables of the project [policy protected-variables: deny]`;
const variables = (KEY: unknown, more: object = {}) => ({ variables: { KEY, ...more } });

const table: Readonly<Record<RuleOf<"project">, Examples>> = {
  "masked-variables": {
    bad: [
      [variables({ secret: "DEPLOY", masked: false }), [masked("KEY, not masked")]],
      [{ variables: { API_TOKEN: "horse-horse" } }, [masked("API_TOKEN, not masked")]],
    ],
    good: [{}, variables({ secret: "DEPLOY" }), variables("eu")],
  },
  "protected-variables": {
    bad: [
      [variables({ secret: "DEPLOY", protected: false }), [guarded("KEY, for every branch")]],
      [variables("eu", { API_TOKEN: "horse-horse" }), [guarded("API_TOKEN, for every branch")]],
    ],
    good: [{}, variables({ secret: "DEPLOY" }), variables("eu")],
  },
  "protected-branch": {
    bad: [
      [
        { branches: { main: { push: "developer" } } },
        [
          `${at}.branches.main.push: expected a default branch that takes changes by merge requests only, ` +
            "found developers who push to main; let maintainers push, or no one [policy protected-branch: deny]",
        ],
      ],
    ],
    good: [{}, { branches: { main: { push: "no one" }, dev: { push: "developer" } } }],
  },
};

describe.each(Object.entries(table))("%s", (rule, { bad, good }) => {
  test.each(bad)("refuses %j", (project, lines) => {
    expect(said(rule, project)).toEqual(lines);
  });

  test.each(good)("accepts %j", (project) => {
    expect(said(rule, project)).toEqual([]);
  });
});
