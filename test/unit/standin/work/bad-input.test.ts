import { expect, test } from "vitest";
import { type Fields, type InnerGitLab, innerGitLab, projectWithCommit } from "./api.ts";

const tooBig = "The parsed YAML is too big";
const jobs = (count: number) => Array.from({ length: count }, (_, at) => `j${at}: {script: [x]}`).join("\n");

/** Files that GitLab refuses, and what it says. */
const files: Readonly<Record<string, [text: string, error: string | RegExp]>> = {
  "1 MB": [`a: {script: ["${"x".repeat(1_000_000)}"]}`, tooBig],
  "100 levels": [`a: ${"[".repeat(100)}${"]".repeat(100)}`, tooBig],
  "500 jobs": [jobs(500), /^The number of jobs has exceeded the limit of 500\./],
  "an expression": [
    "a: {script: [x], rules: [{if: $A >}]}",
    "jobs:a:rules:rule if invalid expression syntax",
  ],
  "a rule": [
    "a: {script: [x], rules: [{when: sometimes}]}",
    "jobs:a:rules:rule when unknown value: sometimes",
  ],
  "an include": ["include: none.yml\na: {script: [x]}", "Local file `none.yml` does not exist!"],
  "a workflow": [
    "workflow: {rules: [{if: 1}]}\na: {script: [x]}",
    "workflow:rules:rule if invalid expression syntax",
  ],
  "a strategy": [
    "a: {trigger: {project: g/p, strategy: {toString: 1}}}",
    "jobs:a:trigger strategy should be depend or mirror",
  ],
};

/** What a commit with this file says: the status and the errors of its pipeline. */
async function pushed({ ok }: InnerGitLab, content: string) {
  const { id } = await projectWithCommit({ ok } as InnerGitLab);
  const file = { branch: "main", commit_message: "Add CI", content };
  await ok("POST", `/projects/${id}/repository/files/.gitlab-ci.yml`, file);
  let pipelines: Fields[] = [];
  await expect
    .poll(async () => {
      pipelines = await ok<Fields[]>("GET", `/projects/${id}/pipelines`);
      return pipelines.length;
    })
    .toBe(1);
  const pipeline = await ok("GET", `/projects/${id}/pipelines/${pipelines[0]?.id}`);
  return { id, status: pipeline.status, yaml_errors: pipeline.yaml_errors };
}

test.each(Object.keys(files))(
  "%s: a push creates a failed pipeline with the message, and lint reports it quickly",
  async (kind) => {
    const [content, error] = files[kind] ?? ["", ""];
    const inner = await innerGitLab();
    const start = performance.now();
    const expected = typeof error === "string" ? error : expect.stringMatching(error);
    const { id, ...said } = await pushed(inner, content);
    expect(said).toEqual({ status: "failed", yaml_errors: expected });
    const linted = await inner.ok("POST", `/projects/${id}/ci/lint`, { content, dry_run: true });
    expect([linted.valid, linted.errors]).toEqual([false, [expected]]);
    expect(performance.now() - start).toBeLessThan(10_000);
  },
);
