import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkFile } from "../../../../dev/gitlab/pipelines/config/check.ts";
import { durationSeconds } from "../../../../dev/gitlab/pipelines/config/duration.ts";
import { copies } from "../../../../dev/gitlab/pipelines/config/matrix.ts";
import { planPipeline } from "../../../../dev/gitlab/pipelines/config/plan.ts";

const branch = { ref: "main", isTag: false, isMergeRequest: false, source: "push", project: "group/app" };

function plan(yaml: string, answers: readonly string[] = [], context = branch) {
  return planPipeline(parse(yaml), new Set(answers), context);
}

function jobsOf(yaml: string, answers: readonly string[] = [], context = branch) {
  const made = plan(yaml, answers, context);
  return "jobs" in made ? made.jobs.map(({ name }) => name) : made;
}

test.each([
  [
    "jobs:a config key may not be used with `rules`: only",
    "a: {script: [x], rules: [{when: always}], only: [tags]}",
  ],
  ["jobs:a config should implement the script:, run:, or trigger: keyword", "a: {image: x}"],
  ["jobs config should contain at least one visible job", ".a: {script: [x]}"],
  ["a job: undefined need: b", "a: {script: [x], needs: [b]}"],
  ["a job: undefined dependency: b", "a: {script: [x], dependencies: [b]}"],
  [
    "a job: chosen stage c does not exist; available stages are .pre, build, test, deploy, .post",
    "a: {script: [x], stage: c}",
  ],
  [
    "a job: need b is not defined in current or prior stages",
    "a: {script: [x], stage: build, needs: [b]}\nb: {script: [x]}",
  ],
  ["a job: on_stop job b is not defined", "a: {script: [x], environment: {name: p, on_stop: b}}"],
  ["jobs:a start in should be a duration", "a: {script: [x], when: delayed}"],
  ["jobs:a:timeout config should be a duration", "a: {script: [x], timeout: soon}"],
])("%s", (message, yaml) => {
  expect(checkFile(parse(yaml))).toEqual([message]);
});

test("the first rule that matches decides", () => {
  const yaml = "a: {script: [x], rules: [{if: $A, when: never}, {if: $B, when: manual}, {if: $C}]}";
  const outcome = (answers: string[]) => {
    const made = plan(yaml, answers);
    return "jobs" in made ? made.jobs.map(({ when, allowFailure }) => [when, allowFailure]) : made;
  };
  const refused =
    "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.";
  expect(outcome([])).toEqual({ refused });
  expect(outcome(["a#0", "a#1"])).toEqual({ refused });
  expect(outcome(["a#1", "a#2"])).toEqual([["manual", false]]);
  expect(outcome(["a#2"])).toEqual([["on_success", false]]);
});

test("if the workflow has rules, a job without rules is in every pipeline that they allow", () => {
  const context = { ...branch, isMergeRequest: true, source: "merge_request_event" };
  const workflow = 'workflow: {rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]}';
  const yaml = `${workflow}\na: {script: [x]}\nb: {script: [x], only: [tags]}\nc: {script: [x], except: [merge_requests]}`;
  expect(jobsOf(yaml, ["workflow#0"], context)).toEqual(["a"]);
});

test("needs in a circle are refused", () => {
  const circle =
    "a: {script: [x], needs: [b]}\nb: {script: [x], needs: [c]}\nc: {script: [x], needs: [a]}\nd: {script: [x]}";
  expect(checkFile(parse(circle))).toEqual(["The pipeline has circular dependencies"]);
  expect(checkFile(parse("a: {script: [x], needs: [a]}"))).toEqual([
    "The pipeline has circular dependencies",
  ]);
  const parallel = 'a: {script: [x], parallel: 2, needs: [b]}\nb: {script: [x], needs: ["a 1/2"]}';
  expect(checkFile(parse(parallel))).toEqual(["The pipeline has circular dependencies"]);
});

test.each([
  "a: {script: [x], dependencies: null}",
  "a: {script: [x], artifacts: {paths: []}}",
  "a: {script: [x], artifacts: {paths: [y], public: false, access: developer}}",
  "a: {script: [x], tags: []}",
])("%s is valid", (yaml) => {
  expect(checkFile(parse(yaml))).toEqual([]);
});

test("500 jobs are too many, and 51 needs", () => {
  const many = Array.from({ length: 500 }, (_, at) => `j${at}: {script: [x]}`).join("\n");
  expect(plan(many)).toEqual({
    errors: [expect.stringMatching(/^The number of jobs has exceeded the limit of 500\./)],
  });
  const needs = Array.from({ length: 51 }, (_, at) => `j${at}`);
  const yaml = `${needs.map((name) => `${name}: {stage: build, script: [x]}`).join("\n")}\na: {script: [x], needs: [${needs}]}`;
  expect(plan(yaml)).toEqual({
    errors: [
      "a job: one job can only need 50 others, but you have listed 51. See needs keyword documentation for more details",
    ],
  });
});

test("a manual job of the entry itself may stay unplayed", () => {
  const made = plan("a: {script: [x], when: manual}");
  expect(made).toMatchObject({ jobs: [{ when: "manual", allowFailure: true }] });
});

test("workflow rules refuse a pipeline", () => {
  const yaml = "workflow: {rules: [{if: $A}, {if: $B, when: never}]}\na: {script: [x]}";
  expect(plan(yaml, ["workflow#1"])).toEqual({ refused: "Pipeline filtered out by workflow rules." });
  expect(plan(yaml, [])).toEqual({ refused: "Pipeline filtered out by workflow rules." });
  expect(jobsOf(yaml, ["workflow#0"])).toEqual(["a"]);
});

test.each([
  ["[main]", branch, true],
  ["[tags]", branch, false],
  ["[tags]", { ...branch, ref: "v1", isTag: true }, true],
  ["[/^rel-.*$/]", { ...branch, ref: "rel-1" }, true],
  ["[schedules]", { ...branch, source: "schedule" }, true],
  ["[merge_requests]", { ...branch, isMergeRequest: true, source: "merge_request_event" }, true],
  ["[branches]", { ...branch, isMergeRequest: true, source: "merge_request_event" }, false],
  ["[main@group/app]", branch, true],
  ["[main@group/other]", branch, false],
  ["[main@group]", branch, false],
  ["[branches@group/app]", branch, true],
  ["[branches@group/other, main]", branch, true],
  ["[/^ma/@group/app]", branch, true],
  ["[/^ma/@group/other]", branch, false],
  ["[tags@group/app]", { ...branch, ref: "v1", isTag: true }, true],
  ["[merge_requests@group/other]", { ...branch, isMergeRequest: true, source: "merge_request_event" }, false],
  ["[pushes]", branch, true],
  ["[schedules]", branch, false],
  ["[triggers]", { ...branch, source: "trigger" }, true],
  ["[pipelines]", { ...branch, source: "pipeline" }, true],
  ["[constructor]", { ...branch, ref: "constructor" }, true],
  ["[toString]", { ...branch, ref: "toString" }, true],
])("only: %s in %o: %s", (only, context, isThere) => {
  const found = jobsOf(
    `a: {script: [x], only: ${only}}\nz: {script: [x], only: [branches, tags, merge_requests]}`,
    [],
    context,
  );
  expect(found).toEqual(isThere ? ["a", "z"] : ["z"]);
});

test.each([
  ["[branches@group/app]", false],
  ["[branches@group/other]", true],
  ["[main@group/app]", false],
  ["[tags@group/app]", true],
])("only: [branches], except: %s on main of group/app: %s", (except, isThere) => {
  const found = jobsOf(`a: {script: [x], only: [branches], except: ${except}}\nz: {script: [x]}`);
  expect(found).toEqual(isThere ? ["a", "z"] : ["z"]);
});

test("a job without rules is in no pipeline of a merge request", () => {
  const context = { ...branch, isMergeRequest: true, source: "merge_request_event" };
  expect(jobsOf("a: {script: [x]}\nb: {script: [x], rules: [{when: always}]}", ["b#0"], context)).toEqual([
    "b",
  ]);
});

test("a need that rules have removed is an error, unless it is optional", () => {
  const yaml = (need: string) => `a: {script: [x], rules: [{if: $A}]}\nb: {script: [x], needs: [${need}]}`;
  expect(plan(yaml("a"))).toEqual({
    errors: [expect.stringMatching(/^'b' job needs 'a' job, but 'a' does not exist in the pipeline\./)],
  });
  expect(plan(yaml("{job: a, optional: true}"))).toMatchObject({ jobs: [{ name: "b", needs: [] }] });
});

test("defaults apply to jobs, whose own values win", () => {
  const yaml =
    "default: {tags: [shared], retry: 2}\na: {script: [x]}\nb: {script: [x], tags: [], inherit: {default: [tags]}}";
  const always = { max: 2, when: ["always"], exitCodes: [] };
  expect(plan(yaml)).toMatchObject({
    jobs: [
      { name: "a", tags: ["shared"], retry: always },
      { name: "b", tags: [], retry: undefined },
    ],
  });
});

test("a job needs all copies of a parallel job, or the copies with some values", () => {
  const yaml = (need: string) =>
    `a: {stage: build, script: [x], parallel: {matrix: [{P: [x, y], Q: z}]}}\nb: {script: [x], needs: [${need}]}`;
  const needs = (need: string) => {
    const made = plan(yaml(need));
    return "jobs" in made && made.jobs.at(-1)?.needs?.map(({ job }) => job);
  };
  expect(needs("a")).toEqual(["a: [x, z]", "a: [y, z]"]);
  expect(needs("{job: a, parallel: {matrix: [{P: y}]}}")).toEqual(["a: [y, z]"]);
  expect(needs('"a: [y, z]"')).toEqual(["a: [y, z]"]);
  expect(checkFile(parse(yaml('"a: [y, z]"')))).toEqual([]);
  expect(checkFile(parse(yaml('"a: [y, other]"')))).toEqual(["b job: undefined need: a: [y, other]"]);
  const dependent = `${yaml("a")}\nc: {script: [x], dependencies: ["a: [x, z]"]}`;
  expect(checkFile(parse(dependent))).toEqual([]);
});

test("copies have GitLab's names", () => {
  expect(copies("a", 2)).toEqual([
    { name: "a 1/2", variables: {}, index: 1, total: 2 },
    { name: "a 2/2", variables: {}, index: 2, total: 2 },
  ]);
});

test("durations are read in the forms that people write", () => {
  const texts = ["1 week", "3h 20min", "2 hrs and 5 mins", "42", "1.5 hours", "1 mo", "soon", "3 parsecs"];
  expect(texts.map(durationSeconds)).toEqual([
    604_800,
    12_000,
    7500,
    42,
    5400,
    2_592_000,
    undefined,
    undefined,
  ]);
});
