import { expect, test } from "vitest";
import { kinds, renderPipeline } from "../../../lib/pipelines/index.ts";
import type { Job } from "../../../lib/pipelines/pipeline.ts";
import { needsOf, pipelineOf, variants } from "./variants.ts";

const each = Object.entries(variants);
const scripts = ({ before_script = [], script, after_script = [] }: Job) => [
  ...before_script,
  ...script,
  ...after_script,
];

/** Set by a script for those after it, or read by a program as its own. */
const byScripts = ["DEPLOY_IMAGE", "HEROKU_API_KEY", "PYTHON_VERSION", "REVIEW_URL", "K8S_CLUSTER_NAEM"];

test.for(each)("%s: every variable that a job reads is set", ([, variant]) => {
  const { variables = {}, jobs } = pipelineOf(variant);
  const needs = needsOf(variant).variables.map(({ name }) => name);
  const unknown = Object.values(jobs).flatMap((job) => {
    const ruled = job.rules.flatMap((rule) => Object.keys(rule.variables ?? {}));
    const known = [...needs, ...Object.keys({ ...variables, ...job.variables }), ...ruled, ...byScripts];
    const text = JSON.stringify([job, variables]);
    const read = [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name ?? "");
    return read.filter((name) => !known.includes(name) && !name.startsWith("CI_"));
  });
  expect([...new Set(unknown)]).toEqual([]);
});

test.for(each)("%s: every needed variable is read by a job", ([, variant]) => {
  const text = renderPipeline(pipelineOf(variant));
  // DOCKER_AUTH_CONFIG is read by the runner, the others by programs that the scripts call.
  const elsewhere = ["DOCKER_AUTH_CONFIG", "KUBE_NAMESPACE", "GITLAB_TOKEN", "BASE_IMAGES"];
  const unread = needsOf(variant).variables.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(text));
  expect(unread.map(({ name }) => name).filter((name) => !elsewhere.includes(name))).toEqual([]);
});

test.for(each)("%s: no secret is an argument or printed", ([, variant]) => {
  const secrets = needsOf(variant).variables.filter(({ form }) => form === "masked");
  const uses = Object.values(pipelineOf(variant).jobs)
    .flatMap(scripts)
    .flatMap((script) => script.split("\n"))
    .filter((line) => secrets.some(({ name }) => new RegExp(`\\$\\{?${name}\\b`).test(line)));
  const allowed = [
    // printf is part of the shell: nobody sees what it is given.
    /printf '%s' "\$\w+" (\| (base64 -d \| )?docker login .*--password-stdin|> \/tmp\/kube-token$)/,
    /^REGISTRY_PASSWORD=\$\(printf '%s' "\$\w+"( \| base64 -d)?\)$/,
    /^export HEROKU_API_KEY="\$\w+"$/,
  ];
  expect(uses.filter((line) => !allowed.some((form) => form.test(line)))).toEqual([]);
});

test.for(each)("%s: states every tag and environment of its jobs", ([, variant]) => {
  const { runnerTags, environments } = needsOf(variant);
  const jobs = Object.values(pipelineOf(variant).jobs);
  expect([...new Set(jobs.flatMap(({ tags }) => tags))].sort()).toEqual([...runnerTags].sort());
  const names = jobs.flatMap(({ environment }) => environment?.name ?? []);
  const lasting = names.filter((name) => !name.startsWith("review/"));
  expect([...new Set(lasting)].sort()).toEqual(environments.map(({ name }) => name).sort());
});

test.for(each)("%s: pins every image", ([, variant]) => {
  const images = Object.values(pipelineOf(variant).jobs).flatMap(({ image, services = [] }) => [
    image,
    ...services.map(({ name }) => name),
  ]);
  const loose = images.filter((image) => !/:[\w.$-]+$/.test(image) || image.endsWith(":latest"));
  expect(loose).toEqual([]);
});

test.for(each)("%s: no deployment is interrupted or runs twice", ([, variant]) => {
  const jobs = Object.entries(pipelineOf(variant).jobs);
  const deploys = jobs.filter(
    ([, { environment }]) => environment !== undefined && !environment.name.startsWith("review/"),
  );
  const careless = deploys.filter(
    ([, job]) => job.interruptible !== false || job.resource_group === undefined,
  );
  expect(careless.map(([name]) => name)).toEqual([]);
});

test("only the twelve-factor app pushes latest, from its default branch", () => {
  const saying = Object.keys(kinds).filter((kind) => /:latest\b/.test(renderPipeline(pipelineOf({ kind }))));
  expect(saying).toEqual(["twelve-factor-app"]);
});

test("every kind has its own name as key", () => {
  expect(Object.entries(kinds).map(([name, kind]) => [name, kind.name])).toEqual(
    Object.keys(kinds).map((name) => [name, name]),
  );
});
