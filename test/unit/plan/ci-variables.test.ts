import { expect, test } from "vitest";
import type { VariableNeed } from "../../../lib/pipelines/index.ts";
import { planVariables, type VariablePlan } from "../../../lib/plan/ci-variables.ts";
import { planPypi } from "../../../lib/plan/pypi.ts";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { type Problem, problemLine } from "../../../lib/problems/index.ts";
import { settings } from "./stage.ts";

const at = "Pulumi.dev.yaml smallboat:";
const servers = {
  registry: { external: "harbor.example.com", prefix: "team" },
  pypi: { external: "https://pypi.example.com" },
};
const secret: VariableNeed = {
  name: "KEY",
  source: "secret",
  form: "masked",
  isProtected: true,
  description: "A key",
};
const plain: VariablePlan = {
  key: "KEY",
  value: "",
  environment: "*",
  isFile: false,
  isProtected: false,
  isMasked: false,
  isHidden: false,
  isRaw: false,
  description: "",
};
const masked = { isMasked: true, isHidden: false };
const described = { ...plain, description: "A key" };

/** The variables of project `app`, or what is wrong with them, and what is warned of. */
function planned(
  needs: readonly VariableNeed[],
  variables: Record<string, unknown>,
  sections: Record<string, unknown> = {},
) {
  const secrets = {
    AFCRED: "hunter2-hunter2",
    TWINE_PASSWORD: "hunter3",
    GITLAB_TOKEN: "glpat",
    ...(sections.secrets as object),
  };
  const checked = settings({
    ...servers,
    gitlab: { url: "https://gitlab.example.com" },
    projects: { app: { kind: "k", variables } },
    ...sections,
    secrets,
  });
  const [problems, warnings]: [Problem[], string[]] = [[], []];
  const context = { settings: checked, project: "app", problems, warnings };
  const plans = planVariables(needs, {
    ...context,
    registry: planRegistry(checked),
    pypi: planPypi(checked),
  });
  return problems.length > 0 ? problems.map(problemLine) : [...plans, ...warnings];
}

test.each<[string, VariableNeed["source"], VariablePlan["value"]]>([
  ["the registry's repositories", "registry.repositories", "harbor.example.com/team"],
  ["the registry's address", "registry.address", "harbor.example.com"],
  ["the registry's user", "registry.user", "repouser"],
  ["PyPI's address", "pypi.url", "https://pypi.example.com"],
  ["PyPI's user", "pypi.user", "pypiuser"],
])("a variable can take %s from the stage", (_, source, value) => {
  const need = { ...secret, source, form: "plain", isProtected: false } as const;
  expect(planned([need], {})).toEqual([{ ...described, value }]);
});

test("passwords come from their servers; a login in Docker's form is raw", () => {
  const needs = (["registry.password", "registry.auth"] as const).map((source) => ({
    ...secret,
    name: source.replace(".", "_"),
    source,
  }));
  expect(planned(needs, {})).toEqual([
    {
      ...described,
      ...masked,
      key: "registry_auth",
      isProtected: true,
      isRaw: true,
      value: { of: "registry.auth" },
    },
    {
      ...described,
      ...masked,
      key: "registry_password",
      isProtected: true,
      value: { of: "registry.password" },
    },
  ]);
});

test("a missing server is reported once", () => {
  const needs = (["registry.user", "registry.password"] as const).map((source) => ({ ...secret, source }));
  expect(planned(needs, {}, { registry: undefined })).toEqual([
    `${at}registry: expected a registry for project app, found nothing; add one with host, or with external`,
  ]);
});

test("secrets of the stage, for one environment; optional ones may be left out", () => {
  const needs = [
    { ...secret, environment: "production" },
    { ...secret, name: "MORE", isRequired: false },
  ];
  expect(planned(needs, {}, { secrets: { KEY: "a$bcdefgh" } })).toEqual([
    {
      ...described,
      ...masked,
      value: "a$bcdefgh",
      environment: "production",
      isProtected: true,
      isRaw: true,
    },
  ]);
});

test("a missing value is reported with the place to set it", () => {
  expect(planned([secret, { ...secret, name: "URL", source: "setting" }], {})).toEqual([
    `${at}secrets.KEY: expected A key, for project app, found nothing; ` +
      "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.KEY'",
    `${at}projects.app.variables.URL: expected A key, for project app, found nothing; add it`,
  ]);
});

test("files are masked if GitLab can mask them", () => {
  const needs = [
    { ...secret, form: "file" },
    { ...secret, name: "PEM", form: "file" },
  ] as const;
  expect(planned(needs, {}, { secrets: { KEY: "bGV0dGVycw==", PEM: "two\nlines" } })).toEqual([
    { ...described, ...masked, isFile: true, isProtected: true, value: "bGV0dGVycw==" },
    { ...described, key: "PEM", isFile: true, isProtected: true, value: "two\nlines" },
  ]);
});

test("variables that only the settings have: plain values are shown, secrets are not", () => {
  const variables = {
    MODE: "test",
    COUNT: 3,
    DEEP: { value: "x", environment: "review/*", protected: true },
    T: { secret: "KEY" },
  };
  expect(planned([], variables, { secrets: { KEY: "12345678" } })).toEqual([
    { ...plain, key: "COUNT", value: "3" },
    { ...plain, key: "DEEP", value: "x", environment: "review/*", isProtected: true },
    { ...plain, key: "MODE", value: "test" },
    { ...plain, ...masked, key: "T", value: "12345678", isProtected: true },
  ]);
});

test("the settings win over the kind's own source", () => {
  expect(
    planned(
      [secret],
      { KEY: { value: "87654321", hidden: true, description: "Mine" } },
      { secrets: { KEY: "12345678" } },
    ),
  ).toEqual([
    { ...plain, value: "87654321", isMasked: true, isHidden: true, isProtected: true, description: "Mine" },
  ]);
});

test("a known misspelling is accepted with a warning", () => {
  const need = { ...secret, name: "K8S_CLUSTER_NAME", alias: "K8S_CLUSTER_NAEM" };
  const value = {
    ...described,
    ...masked,
    key: "K8S_CLUSTER_NAME",
    value: "boat.example.com",
    isProtected: true,
  };
  const warning = (place: string) =>
    `${at}${place}.K8S_CLUSTER_NAEM: taken as K8S_CLUSTER_NAME, which is its right name; rename it`;
  expect(planned([need], {}, { secrets: { K8S_CLUSTER_NAEM: "boat.example.com" } })).toEqual([
    value,
    warning("secrets"),
  ]);
  expect(planned([need], { K8S_CLUSTER_NAEM: "boat.example.com" })).toEqual([
    value,
    warning("projects.app.variables"),
  ]);
});

test("values that GitLab cannot mask, or the kind does not understand, are reported without the value", () => {
  const needs = [
    { ...secret, name: "SHORT" },
    { ...secret, name: "LINES" },
    { ...secret, name: "FORM", allowed: { pattern: /^\{/, text: "a JSON key" } },
    { ...secret, name: "TWINE_PASSWORD", source: "pypi.password" },
  ] as const;
  const secrets = { SHORT: "hunter2", LINES: "hunter2\nhunter2", FORM: "hunter2-hunter2" };
  const remedy = "change the value, or set masked: false for the variable";
  expect(planned(needs, { ODD: { value: "x", masked: false, hidden: true } }, { secrets })).toEqual([
    `${at}secrets.SHORT: expected at least 8 characters for SHORT of project app, which GitLab masks, found 7; ${remedy}`,
    `${at}secrets.LINES: expected a single line for LINES of project app, which GitLab masks, found 2 lines; ${remedy}`,
    `${at}secrets.FORM: expected a JSON key for FORM of project app, found another value; correct it`,
    `${at}secrets.TWINE_PASSWORD: expected at least 8 characters for TWINE_PASSWORD of project app, which GitLab masks, found 7; ${remedy}`,
    `${at}projects.app.variables.ODD: expected masked: true for ODD of project app, found hidden alone; mask it, or do not hide it`,
  ]);
});
