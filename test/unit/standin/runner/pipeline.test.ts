import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { settings } from "../../../../dev/runner/config/settings.ts";
import { images } from "../../../../dev/runner/job/allowed.ts";
import { artifactsFor } from "../../../../dev/runner/job/artifacts.ts";
import { pipeline } from "../../../../dev/runner/job/pipeline.ts";
import { select } from "../../../../dev/runner/job/select.ts";
import { Variables } from "../../../../dev/runner/job/variables.ts";
import type { Artifact, Job } from "../../../../dev/runner/protocol/job.ts";

const job: Job = {
  id: 5,
  token: "glcbt-x",
  job_info: { name: "unit test", stage: "test", project_id: 7, project_name: "p", project_full_path: "g/p" },
  git_info: { repo_url: "http://gitlab/g/p.git", ref: "main", sha: "0".repeat(40) },
  variables: [],
  steps: [
    { name: "script", script: ["echo $A", "echo b"] },
    { name: "after_script", script: ["echo c"] },
  ],
};
const variables = new Variables(
  [
    { key: "A", value: "x" },
    { key: "CI_PROJECT_DIR", value: "/builds/g/p" },
  ],
  "/builds/g/p.tmp",
);
const rest = { image: "i:1", variables, projectDir: "/builds/g/p", caches: [] };

test("the smallest job", () => {
  expect(pipeline({ ...rest, job: { ...job, steps: [{ name: "script", script: ["true"] }] } })).toEqual({
    stages: ["test"],
    job: {
      image: { name: "i:1" },
      services: [],
      variables: { SMALLBOAT_RUNNER_ROLE: "job" },
      script: ["true"],
    },
  });
});

test("services, artifacts and caches, with variables filled in", () => {
  const whole: Job = {
    ...job,
    image: { name: "i:$A", entrypoint: [""], executor_opts: { docker: { user: "1000", platform: null } } },
    services: [
      { name: "db:$A", alias: "db,$A other", command: ["--x"], entrypoint: null },
      { name: "web", alias: null },
    ],
    artifacts: [
      { paths: ["$CI_PROJECT_DIR/dist", "/builds/g/p/out/$A", "two$$"] },
      { paths: ["out/x"], artifact_type: "junit", artifact_format: "gzip", when: "always" },
    ],
  };
  const caches = [{ name: "left-0", paths: [".venv"], when: "always" }];
  expect(pipeline({ ...rest, image: "i:x", caches, job: whole })).toEqual({
    stages: ["test"],
    job: {
      image: { name: "i:x", entrypoint: [""], docker: { user: "1000" } },
      services: [
        { name: "db:x", alias: "db", variables: { SMALLBOAT_RUNNER_ROLE: "service-0" } },
        { name: "web", variables: { SMALLBOAT_RUNNER_ROLE: "service-1" } },
      ],
      variables: { SMALLBOAT_RUNNER_ROLE: "job" },
      script: ["echo $A", "echo b"],
      after_script: ["echo c"],
      artifacts: { when: "always", paths: ["dist", "out/x", "two?"] },
      cache: [{ key: "left-0", policy: "push", when: "always", paths: [".venv"] }],
    },
  });
});

test("gitlab-ci-local's shell interprets nothing of a job", () => {
  const given = new Variables([{ key: "NOTHING", value: "" }], "/f");
  const paths = [
    "$NOTHING",
    "a b",
    "x; touch /tmp/y",
    "`touch z`",
    '"; q',
    "b\\$(id)",
    "Käse/{a,b}[!c]/**/*.x",
  ];
  const of = (more: Partial<Job>) => pipeline({ ...rest, variables: given, job: { ...job, ...more } });
  const caches = [{ name: "left-0", paths: ["$(id)"], when: "always" }];
  expect(
    pipeline({ ...rest, variables: given, caches, job: { ...job, artifacts: [{ paths }] } }),
  ).toMatchObject({
    job: {
      artifacts: {
        paths: ["a?b", "x??touch?/tmp/y", "?touch?z?", "???q", "b???id?", "Käse/{a,b}[!c]/**/*.x"],
      },
      cache: [{ paths: ["??id?"] }],
    },
  });
  const docker = (user: string) => ({
    image: { name: "i", executor_opts: { docker: { user, platform: null } } },
  });
  expect(() => of(docker("0; id"))).toThrow("invalid user: 0; id");
  expect(() => of({ services: [{ name: "db", alias: "$(id)" }] })).toThrow("invalid alias: ");
  expect(of(docker("1000:1000"))).toMatchObject({ job: { image: { docker: { user: "1000:1000" } } } });
});

test("artifacts are chosen by the job's result", () => {
  const of = (when?: Artifact["when"]): Artifact => (when === undefined ? {} : { when });
  const all = [of(), of("on_success"), of("on_failure"), of("always"), of(null)];
  expect(artifactsFor({ ...job, artifacts: all }, true)).toEqual([all[0], all[1], all[3], all[4]]);
  expect(artifactsFor({ ...job, artifacts: all }, false)).toEqual([all[2], all[3]]);
});

test("paths name files, folders and patterns, hidden ones too, and may be excluded", async () => {
  const folder = mkdtempSync(join(tmpdir(), "select-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["a/.b", "dist"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["a/.b/c", "a/x.xml", "dist/y", ".top"]) writeFileSync(join(folder, name), "");
  symlinkSync("y", join(folder, "dist/link"));
  expect(await select(folder, ["dist/", "./.top"])).toEqual([".top", "dist/link", "dist/y"]);
  expect(await select(folder, ["*"], ["a/.b/**"])).toEqual([".top", "a/x.xml", "dist/link", "dist/y"]);
  expect(await select(folder, ["**/*.xml", "**/c"])).toEqual(["a/.b/c", "a/x.xml"]);
  expect(await select(folder, ["absent", "../x"])).toEqual([]);
});

test("a job may use only images and pull policies that the runner allows", () => {
  const docker = settings(
    '[[runners]]\nurl = "http://g"\ntoken = "t"\n[runners.docker]\nimage = "own"\n' +
      'allowed_images = ["python:*"]\npull_policy = ["always", "if-not-present"]\n',
  ).runners[0]?.docker;
  if (!docker) throw new Error("no runner");
  const of = (image: Job["image"]) => images({ ...job, image: image ?? null }, variables, docker);
  expect(of(null)).toEqual({
    image: "own",
    pulls: { "*": ["always", "if-not-present"], "own:latest": ["always", "if-not-present"] },
  });
  expect(of({ name: "python:$A", pull_policy: ["if-not-present"] }).pulls["python:x"]).toEqual([
    "if-not-present",
  ]);
  expect(() => of({ name: "ruby:3" })).toThrow(
    "the image ruby:3 is not on the list of allowed images: python:*",
  );
  for (const name of ["python:3; id", "python:$(id)", "`id`", "-v/:/x", "python:3 --privileged"]) {
    expect(() => of({ name })).toThrow("invalid reference format: ");
  }
  expect(() => of({ name: "python:3", pull_policy: ["never"] })).toThrow(
    "pull policy never: the runner allows always, if-not-present",
  );
});
