import type { Context } from "../context.ts";
import { type Route, route } from "../http/route.ts";
import { reportText } from "../pipelines/artifacts.ts";
import { latestJobs } from "../pipelines/engine.ts";
import { junitCases, type TestCase } from "../pipelines/junit.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { pipelineOf } from "./pipelines.ts";

interface Suite {
  readonly name: string;
  readonly job: Job;
  readonly cases: readonly TestCase[];
  readonly suite_error: string | null;
}

/** One suite for each job that has sent JUnit reports; copies of a parallel job are one. */
async function suites(context: Context, { id }: Pipeline): Promise<Suite[]> {
  const found = new Map<string, Suite>();
  for (const job of latestJobs(context, id)) {
    const report = context.store.artifacts.first({ job_id: job.id, file_type: "junit" });
    if (!report) continue;
    const before = found.get(job.spec.entryName);
    const name = job.spec.entryName;
    try {
      const cases = junitCases(await reportText(context, report));
      found.set(name, { name, job, suite_error: null, cases: [...(before?.cases ?? []), ...cases] });
    } catch (error) {
      const suite_error = `JUnit XML parsing failed: ${(error as Error).message}`;
      found.set(name, { name, job, suite_error, cases: before?.cases ?? [] });
    }
  }
  return [...found.values()];
}

function counts(cases: readonly TestCase[]) {
  const of = (status: TestCase["status"]) => cases.filter((each) => each.status === status).length;
  return {
    total_time: cases.reduce((sum, each) => sum + each.execution_time, 0),
    total_count: cases.length,
    success_count: of("success"),
    failed_count: of("failed"),
    skipped_count: of("skipped"),
    error_count: of("error"),
  };
}

export const testReportRoutes: readonly Route[] = [
  route("GET", "/projects/:id/pipelines/:pipeline_id/test_report", {}, async (call) => {
    const found = await suites(call.context, pipelineOf(call));
    return {
      ...counts(found.flatMap(({ cases }) => cases)),
      test_suites: found.map(({ name, cases, suite_error }) => ({
        name,
        ...counts(cases),
        suite_error,
        test_cases: cases,
      })),
    };
  }),
  route("GET", "/projects/:id/pipelines/:pipeline_id/test_report_summary", {}, async (call) => {
    const found = await suites(call.context, pipelineOf(call));
    const { total_time: time, total_count: count, ...all } = counts(found.flatMap(({ cases }) => cases));
    const total = {
      time,
      count,
      success: all.success_count,
      failed: all.failed_count,
      skipped: all.skipped_count,
      error: all.error_count,
      suite_error: found.find(({ suite_error }) => suite_error)?.suite_error ?? null,
    };
    return {
      total,
      test_suites: found.map(({ name, job, cases, suite_error }) => ({
        name,
        ...counts(cases),
        build_ids: [job.id],
        suite_error,
      })),
    };
  }),
];
