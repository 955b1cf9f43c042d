import { expect, test } from "vitest";
import { kinds, renderPipeline } from "../../../lib/pipelines/index.ts";
import { planProjects } from "../../../lib/plan/projects.ts";
import { planPypi } from "../../../lib/plan/pypi.ts";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { type Problem, problemLine } from "../../../lib/problems/index.ts";
import { settings } from "./stage.ts";

const root = `${import.meta.dirname}/../../..`;
const at = "Pulumi.dev.yaml smallboat:projects.";
const secrets = { AFCRED: "hunter2-hunter2", TWINE_PASSWORD: "hunter3-hunter3", GITLAB_TOKEN: "glpat" };

function planned(projects: Record<string, unknown>) {
  const checked = settings({
    registry: { host: "far", tls: "self-signed" },
    pypi: { host: "far" },
    gitlab: { url: "https://gitlab.example.com" },
    projects,
    secrets,
  });
  const problems: Problem[] = [];
  const plans = planProjects({
    settings: checked,
    root,
    registry: planRegistry(checked),
    pypi: planPypi(checked),
    problems,
    warnings: [],
  });
  return { plans, lines: problems.map(problemLine) };
}

test("a project has its kind's needs and the additions of its settings", () => {
  const chat = {
    kind: "container-app",
    description: "Chat",
    visibility: "internal",
    mergeMethod: "ff",
    squash: "always",
    starter: "flask-chat-app",
    branches: { dev: { push: "no one", merge: "developer" }, next: {} },
    environments: { lab: { tier: "testing", url: "https://lab.example.com" } },
    schedules: {
      nightly: { cron: "0 4 * * *", timezone: "Europe/Berlin", ref: "dev", variables: { DEPTH: 3 } },
      weekly: { cron: "0 4 * * 1", active: false },
    },
  };
  const { plans, lines } = planned({ chat });
  const [{ variables, ...plan } = { variables: [] }] = plans;
  expect(lines).toEqual([]);
  expect(variables.map(({ key }) => key)).toEqual(["AFCRED", "DOCKER_REGISTRY", "DOCKER_REGISTRY_USER"]);
  const kind = kinds["container-app"];
  const options = kind?.options.parse({});
  const context = { project: "chat", stage: "dev", privateAuthority: true };
  expect(plan).toEqual({
    name: "chat",
    kind: "container-app",
    description: "Chat",
    visibility: "internal",
    mergeMethod: "ff",
    squash: "always",
    branches: [
      { name: "main", push: "maintainer", merge: "maintainer" },
      { name: "dev", push: "no one", merge: "developer" },
      { name: "next", push: "maintainer", merge: "maintainer" },
    ],
    protectedTags: [],
    environments: [{ name: "lab", tier: "testing", url: "https://lab.example.com", description: "" }],
    schedules: [
      {
        name: "nightly",
        cron: "0 4 * * *",
        timezone: "Europe/Berlin",
        ref: "dev",
        active: true,
        variables: { DEPTH: "3" },
      },
      { name: "weekly", cron: "0 4 * * 1", timezone: "UTC", ref: "main", active: false, variables: {} },
    ],
    pipeline: kind && renderPipeline(kind.pipeline(options, context)),
    starter: "examples/flask-chat-app",
    pipelineTimeout: 600,
    runnerTags: ["shared", "containers"],
    runnerVolumes: [],
  });
});

test("environments come from the kind, or instead from the settings", () => {
  const kind = "app-engine-app";
  const variables = {
    GAE_KEY: { value: '{"private_key": "x"}', masked: false },
    GAE_PROJECT: "small-boat-1",
  };
  const production = { tier: "production", url: "https://boat.example.com", description: "The real one" };
  const { plans, lines } = planned({
    one: { kind, variables },
    two: { kind, variables, environments: { production } },
  });
  expect(lines).toEqual([]);
  expect(plans.map(({ environments }) => environments)).toEqual([
    [{ name: "production", tier: "production", url: undefined, description: "" }],
    [{ name: "production", ...production }],
  ]);
});

test("every fault of every project at once", () => {
  const known = Object.keys(kinds).join(", ");
  const { lines } = planned({
    a: { kind: "python-modul" },
    b: { kind: "toString" },
    c: { kind: "container-app", options: { repositroy: "x", images: { python: "python:latest" } } },
    d: { kind: "container-app", starter: "flask-chat-ap", branches: { main: { push: "no one" } } },
    e: { kind: "container-app", schedules: { nightly: { cron: "0 4 * * *", ref: "mian" } } },
  });
  const examples = lines.find((line) => line.startsWith(`${at}d.starter: expected one of the folders`));
  expect(examples).toMatch(
    /of examples\/ .*\bflask-chat-app\b.*, found "flask-chat-ap"; write flask-chat-app$/,
  );
  expect(lines.filter((line) => line !== examples)).toEqual([
    `${at}a.kind: expected one of the project kinds ${known}, found "python-modul"; write python-module`,
    `${at}b.kind: expected one of the project kinds ${known}, found "toString"; correct it`,
    `${at}c.options.images.python: expected an image reference with a version other than latest, ` +
      'such as "python:3.13-slim", found "python:latest"; correct it',
    `${at}c.options.repositroy: expected one of repository, images, engine, found the unknown setting repositroy; ` +
      "write repository",
    `${at}d.starter: expected somebody to be allowed to push to main, found no one; ` +
      "let maintainers push to it, or write the project's first files by hand and remove starter",
    `${at}e.schedules.nightly.ref: expected one of the branches main, dev, found "mian"; write main`,
  ]);
});
