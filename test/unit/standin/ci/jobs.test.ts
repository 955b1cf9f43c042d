import { expect, test } from "vitest";
import { junitCases } from "../../../../dev/gitlab/pipelines/junit.ts";
import { coverageIn } from "../../../../dev/gitlab/pipelines/logs.ts";
import { isAllowed, triesAgain } from "../../../../dev/gitlab/pipelines/state/retry.ts";
import { masked, overlap } from "../../../../dev/gitlab/pipelines/variables/mask.ts";
import { slug } from "../../../../dev/gitlab/pipelines/variables/predefined.ts";
import { applying } from "../../../../dev/gitlab/pipelines/variables/scope.ts";
import { expand, overlaid, shown } from "../../../../dev/gitlab/pipelines/variables/variable.ts";
import { type Picker, pick, suits } from "../../../../dev/gitlab/runners/pick.ts";
import { artifacts, caches, services, steps } from "../../../../dev/gitlab/runners/work.ts";

const runner: Picker = {
  runner_type: "project_type",
  paused: false,
  run_untagged: false,
  tag_list: ["shared", "docker"],
  access_level: "not_protected",
};
const job = { id: 1, project_id: 7, protected: false, tags: ["shared"] };
const reach = { projects: new Set([7, 8]), running: new Map<number, number>() };

test.each<[string, Partial<Picker>, Partial<typeof job>, boolean]>([
  ["the runner has its tag", {}, {}, true],
  ["the runner has all its tags", {}, { tags: ["shared", "docker"] }, true],
  ["the runner lacks one of its tags", {}, { tags: ["shared", "gpu"] }, false],
  ["the job has no tag", {}, { tags: [] }, false],
  ["the job has no tag, and the runner takes such jobs", { run_untagged: true }, { tags: [] }, true],
  ["the runner is paused", { paused: true }, {}, false],
  ["a protected runner and an unprotected ref", { access_level: "ref_protected" }, {}, false],
  ["a protected runner and a protected ref", { access_level: "ref_protected" }, { protected: true }, true],
  ["a job of another project", {}, { project_id: 9 }, false],
])("whether a runner takes a job: %s", (_, settings, change, expected) => {
  expect(suits({ ...runner, ...settings }, { ...job, ...change }, reach)).toBe(expected);
});

test("runners of the instance serve the project with the fewest running jobs", () => {
  const waiting = [job, { ...job, id: 2, project_id: 8 }];
  const busy = { ...reach, running: new Map([[7, 2]]) };
  expect(pick(runner, waiting, busy)?.id).toBe(1);
  expect(pick({ ...runner, runner_type: "instance_type" }, waiting, busy)?.id).toBe(2);
  expect(pick(runner, [], reach)).toBeUndefined();
});

test("of each variable, the one with the closest environment applies", () => {
  const variable = (value: string, environment_scope: string, isProtected = false) => ({
    key: "A",
    value,
    environment_scope,
    protected: isProtected,
  });
  const all = [
    variable("any", "*"),
    variable("review", "review/*"),
    variable("prod", "production"),
    variable("secret", "*", true),
  ];
  const of = (environment: string | undefined, isProtected = false) =>
    applying(all.slice(0, isProtected ? 4 : 3), { environment, isProtected }).map(({ value }) => value);
  expect([of("review/1"), of("production"), of("other"), of(undefined)]).toEqual([
    ["review"],
    ["prod"],
    ["any"],
    ["any"],
  ]);
  expect(applying([variable("secret", "*", true)], { environment: undefined, isProtected: false })).toEqual(
    [],
  );
});

test("later variables win, and texts are expanded", () => {
  expect(
    overlaid(shown({ A: "1", B: "2" }), shown({ A: "3", C: undefined })).map(({ key, value }) => [
      key,
      value,
    ]),
  ).toEqual([
    ["A", "3"],
    ["B", "2"],
  ]);
  expect(
    expand(
      `review/$REF-\${X}$NONE $$5`,
      new Map([
        ["REF", "a$X"],
        ["X", "b"],
      ]),
    ),
  ).toBe("review/ab-b $5");
});

test("masked values are stars of the same length, also across two pieces", () => {
  expect(masked(Buffer.from("a hunter2hunter2 b"), ["hunter2hunter2"]).toString()).toBe("a ************** b");
  expect(masked(Buffer.from("short"), ["short"]).toString()).toBe("short");
  expect(overlap(["12345678", "1234567890"])).toBe(9);
});

const always = { max: 2, when: ["always"], exitCodes: [] };
test.each([
  [undefined, { reason: "script_failure", exitCode: 1 }, 0, false],
  [undefined, { reason: "scheduler_failure", exitCode: null }, 1, true],
  [always, { reason: "script_failure", exitCode: 1 }, 1, true],
  [always, { reason: "script_failure", exitCode: 1 }, 2, false],
  [{ ...always, when: ["runner_system_failure"] }, { reason: "script_failure", exitCode: 1 }, 0, false],
  [
    { ...always, when: ["runner_system_failure"] },
    { reason: "runner_system_failure", exitCode: null },
    0,
    true,
  ],
  [{ max: 1, when: [], exitCodes: [137] }, { reason: "script_failure", exitCode: 137 }, 0, true],
  [{ max: 1, when: [], exitCodes: [137] }, { reason: "script_failure", exitCode: 1 }, 0, false],
])(
  "whether the setting %o retries a job that ended with %o after %d retries: %s",
  (rule, failure, times, expected) => {
    expect(triesAgain(rule, failure, times)).toBe(expected);
  },
);

test("some exit codes are no failure", () => {
  expect([isAllowed(true, 1), isAllowed([3], 3), isAllowed([3], 1), isAllowed([3], null)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("the description of a job for a runner", () => {
  const work = {
    before_script: ["a"],
    script: ["b"],
    after_script: ["c"],
    services: [{ name: "docker:dind", alias: "docker" }, "redis"],
    artifacts: { paths: ["dist"], expire_in: "1 week", reports: { junit: "r.xml", dotenv: "e.env" } },
    cache: [{ paths: ["node_modules"], key: "k" }],
  };
  expect(steps({ work }, 60).map(({ name, script, when }) => [name, script, when])).toEqual([
    ["script", ["a", "b"], "on_success"],
    ["after_script", ["c"], "always"],
  ]);
  expect(services(work.services).map(({ alias, ...rest }) => [rest, alias])).toMatchObject([
    [{ name: "docker:dind" }, "docker"],
    [{ name: "redis" }, null],
  ]);
  const brief = (artifacts(work.artifacts) ?? []).map(({ artifact_type, artifact_format, paths, when }) => [
    artifact_type,
    artifact_format,
    paths,
    when,
  ]);
  expect(brief).toEqual([
    ["archive", "zip", ["dist"], "on_success"],
    ["junit", "gzip", ["r.xml"], "always"],
    ["dotenv", "gzip", ["e.env"], "always"],
  ]);
  expect(caches(work, true, () => "x")).toEqual([
    {
      key: "k-protected",
      untracked: false,
      policy: "pull-push",
      paths: ["node_modules"],
      when: "on_success",
      fallback_keys: [],
    },
  ]);
});

test("coverage is the last number that matches the pattern", () => {
  expect(coverageIn("TOTAL 10%\nTOTAL 87.5%\n", "/TOTAL.*?(\\d+(?:\\.\\d+)?)%/")).toBe(87.5);
  expect([coverageIn("nothing", "/TOTAL (\\d+)/"), coverageIn("x", "/(/")]).toEqual([null, null]);
});

test("JUnit reports of every form are read", () => {
  const xml = `<?xml version="1.0"?><testsuites><testsuite name="s">
    <testcase name="good" classname="c" time="0.5"/>
    <testcase name="bad" classname="c" time="1"><failure message="no">expected 1</failure></testcase>
    <testcase name="away" classname="c"><skipped/></testcase></testsuite></testsuites>`;
  expect(
    junitCases(xml).map(({ name, status, execution_time, system_output }) => [
      name,
      status,
      execution_time,
      system_output,
    ]),
  ).toEqual([
    ["good", "success", 0.5, null],
    ["bad", "failed", 1, "expected 1"],
    ["away", "skipped", 0, ""],
  ]);
});

test("slugs can be part of an address", () => {
  expect([slug("feature/Äx_1-"), slug(`${"a".repeat(70)}`).length]).toEqual(["feature--x-1", 63]);
});
