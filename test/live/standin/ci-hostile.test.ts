import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { commit, jobs, newProject, pipelines, type Row } from "./ci-client.ts";
import { gitLabOfTest } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const trap = pathToFileURL(resolve(import.meta.dirname, "code-trap.mjs")).href;

test("texts of people are never executed: messages, titles, branches, variables, expressions, includes", async () => {
  const gitlab = await gitLabOfTest({ NODE_OPTIONS: `--import=${trap}` });
  const file = join(gitlab.folder, "run-by-a-text");
  const code = `process.getBuiltinModule('fs').writeFileSync('${file}','x')`;
  const yaml = `
deploy: {script: [x], rules: [{if: '$CI_COMMIT_MESSAGE =~ /\\[deploy\\]/'}]}
title: {script: [x], rules: [{if: $CI_COMMIT_TITLE == "x" || $CI_COMMIT_TITLE}]}
given: {script: [x], rules: [{if: $GIVEN =~ /^never$/}, {if: $CI_COMMIT_BRANCH =~ $GIVEN}]}
`;
  const project = await newProject(gitlab, { ".gitlab-ci.yml": yaml });
  const hostile = [`\\";${code}//`, `\\");${code};("`, `'+${code}+'`, `\`\${${code}}\``, `$(touch ${file})`];
  await pipelines(gitlab, project, 1);
  // The router makes functions of the paths of routes when the server starts.
  const started = gitlab.output().length;
  for (const [at, message] of hostile.entries()) {
    await commit(gitlab, project, { [`f${at}`]: "x" }, { message });
    const [pipeline] = await pipelines(gitlab, project, at + 2);
    expect(Object.keys(await jobs(gitlab, project, pipeline))).toEqual(["title"]);
    const json = { ref: "main", variables: [{ key: "GIVEN", value: message }] };
    const asked = await gitlab.api("POST", `/projects/${project.id}/pipeline`, { json });
    expect([asked.status, Object.keys(await jobs(gitlab, project, asked.body as Row))]).toEqual([
      201,
      ["title"],
    ]);
  }
  const lint = async (content: string) =>
    (await gitlab.api("POST", `/projects/${project.id}/ci/lint`, { json: { content } })).body;
  for (const text of [
    code,
    `$A == "x"; ${code}`,
    `$A.constructor.constructor("${file}")()`,
    "$FOO.length == 3",
  ]) {
    const content = JSON.stringify({ a: { script: ["x"], rules: [{ if: text }] } });
    expect(await lint(content)).toMatchObject({
      valid: false,
      errors: ["jobs:a:rules:rule if invalid expression syntax"],
    });
  }
  const include = { project: `x; touch ${file};`, ref: `y; touch ${file};`, file: `$(touch ${file}).yml` };
  expect(await lint(JSON.stringify({ include, a: { script: ["x"] } }))).toMatchObject({ valid: false });
  expect(existsSync(file)).toBe(false);
  expect(gitlab.output().slice(started)).not.toContain("text became code");
});
