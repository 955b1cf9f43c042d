import { expect, test } from "vitest";
import { jobs, newProject, newRunner, pipelines, type Row, until } from "../ci-client.ts";
import { gitLabOfTest, type TestGitLab } from "../server.ts";
import { RunnerContainer } from "./container.ts";

const file = `
stages: [build, test]
default: {image: "python:3.13-slim", tags: [shared]}
build:
  stage: build
  script:
    - mkdir dist && cat message.txt > dist/built
    - echo "ANSWER=42" > build.env
  artifacts: {paths: [dist], reports: {dotenv: build.env}}
test:
  stage: test
  script:
    - cat dist/built; echo "the answer is $ANSWER, on $CI_COMMIT_BRANCH"
    - echo "<testsuite tests='1'><testcase name='a' classname='b'/></testsuite>" > junit.xml
  artifacts: {reports: {junit: junit.xml}}
broken:
  stage: test
  script: ["exit 3"]
endless:
  stage: test
  script: ["echo begun", "sleep 300"]
  after_script: ['echo "it was $CI_JOB_STATUS"']
other:
  stage: test
  tags: [containers]
  script: ["true"]
`;

async function log(gitlab: TestGitLab, project: Row, job: Row | undefined): Promise<string> {
  return String((await gitlab.api("GET", `/projects/${project.id}/jobs/${job?.id}/trace`)).body);
}

test("the stand-in's pipeline runs with its runner", { timeout: 240_000 }, async () => {
  const gitlab = await gitLabOfTest({ GITLAB_HOST: "0.0.0.0" });
  const { token } = await newRunner(gitlab, { tag_list: ["shared"], run_untagged: false });
  const url = gitlab.url.replace("127.0.0.1", "172.17.0.1");
  const runner = await RunnerContainer.start({ url, token, toml: `clone_url = "${url}"` });
  const project = await newProject(gitlab, {
    ".gitlab-ci.yml": file,
    "message.txt": "from the repository\n",
  });
  const [pipeline] = await pipelines(gitlab, project);
  const now = () => jobs(gitlab, project, pipeline);
  const whole = await until(
    async () => ({ found: await now(), said: await log(gitlab, project, (await now()).endless) }),
    ({ found, said }) => found.broken?.status === "failed" && said.includes("\nbegun"),
    120,
  );
  await gitlab.api("POST", `/projects/${project.id}/jobs/${whole.found.endless?.id}/cancel`);
  const found = await until(
    now,
    (found) => found.endless?.status === "canceled" && found.test?.status === "success",
    60,
  );
  expect(
    Object.values(found)
      .map(({ name, status }) => [name, status])
      .sort(),
  ).toEqual([
    ["broken", "failed"],
    ["build", "success"],
    ["endless", "canceled"],
    ["other", "pending"],
    ["test", "success"],
  ]);
  expect(found.broken).toMatchObject({ failure_reason: "script_failure" });
  expect(await log(gitlab, project, found.test)).toMatch(/from the repository\r?\nthe answer is 42, on main/);
  expect(await log(gitlab, project, found.endless)).toContain("it was canceled");
  const report = await gitlab.api("GET", `/projects/${project.id}/pipelines/${pipeline.id}/test_report`);
  expect(report.body).toMatchObject({ total_count: 1, success_count: 1 });
  expect(await runner.leftOvers(await runner.systemId())).toEqual([]);
});
