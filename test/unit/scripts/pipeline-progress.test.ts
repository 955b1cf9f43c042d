import { expect, test } from "vitest";
import {
  awaitedTags,
  culprit,
  decisivePipeline,
  type JobStatus,
  lastTraceLines,
  pipelineText,
  pipelineVerdict,
} from "../../../scripts/pipeline-progress.ts";

const pipeline = (status: string) => ({
  id: 3,
  ref: "dev",
  status,
  web_url: "http://gitlab/g/app/-/pipelines/3",
});
const job = (id: number, name: string, status: string, more: Partial<JobStatus> = {}): JobStatus => ({
  id,
  name,
  status,
  allow_failure: false,
  tag_list: [],
  ...more,
});

test("the latest pipeline decides the status of a branch, except skipped ones", () => {
  const [skipped, failed, passed] = [pipeline("skipped"), pipeline("failed"), pipeline("success")];
  expect(decisivePipeline([skipped, failed, passed])).toBe(failed);
  expect(decisivePipeline([skipped])).toBeUndefined();
});

test.each([
  ["success", "passed"],
  ["manual", "passed"],
  ["failed", "failed"],
  ["canceled", "failed"],
  ["created", "going"],
  ["waiting_for_resource", "going"],
  ["preparing", "going"],
  ["pending", "going"],
  ["running", "going"],
  ["canceling", "going"],
  ["scheduled", "going"],
])("a pipeline with the status %s counts as %s", (status, want) => {
  expect(pipelineVerdict(pipeline(status))).toBe(want);
});

test("the text of a pipeline names its jobs in order of creation, and its page while it runs", () => {
  const jobs = [job(8, "build", "pending"), job(7, "test", "success")];
  expect([
    pipelineText(pipeline("running"), jobs),
    pipelineText(pipeline("created"), []),
    pipelineText(pipeline("success"), [job(7, "test", "success")]),
  ]).toEqual([
    "pipeline 3, test success, build pending, http://gitlab/g/app/-/pipelines/3",
    "pipeline 3 created, http://gitlab/g/app/-/pipelines/3",
    "pipeline 3 success, test success",
  ]);
});

test("the cause of a failure is the first failed job that may not fail, else one that may, else a cancelled one", () => {
  const lint = job(1, "lint", "failed", { allow_failure: true });
  const cases = [
    [job(4, "late", "failed"), job(3, "build", "failed"), lint],
    [job(5, "pack", "canceled"), lint],
    [job(6, "a", "success"), job(5, "pack", "canceled")],
    [job(6, "a", "success")],
  ];
  expect(cases.map((jobs) => culprit(jobs)?.name)).toEqual(["build", "lint", "pack", undefined]);
});

test("tags of waiting jobs, each set once", () => {
  const jobs = [
    job(1, "a", "pending", { tag_list: ["b", "a"] }),
    job(2, "b", "pending", { tag_list: ["a", "b"] }),
    job(3, "c", "pending"),
    job(4, "d", "running", { tag_list: ["x"] }),
  ];
  expect(awaitedTags(jobs)).toEqual([["a", "b"], []]);
});

test("the end of a log without colours, section marks and empty lines", () => {
  const trace =
    "section_start:1700000000:step_script\r\x1b[0K\x1b[0;m$ pytest\n\n\x1b[31;1mFAILED tests/test_a.py\x1b[0;m  \n" +
    "section_end:1700000001:step_script\r\x1b[0K\nERROR: Job failed: exit code 1\n";
  expect([lastTraceLines(trace, 2), lastTraceLines(trace, 9), lastTraceLines("", 5)]).toEqual([
    ["FAILED tests/test_a.py", "ERROR: Job failed: exit code 1"],
    ["$ pytest", "FAILED tests/test_a.py", "ERROR: Job failed: exit code 1"],
    [],
  ]);
});
