import type { PipelineContext } from "../kind.ts";
import type { Artifacts, Cache, Job, Variables } from "../pipeline.ts";
import { trustAuthority } from "../shell/trust.ts";

/** A cache of pip's downloads that stays until one of the lock files changes. */
export function pipCache(...files: readonly string[]): { cache: Cache; variables: Variables } {
  return {
    cache: { key: { files, prefix: "pip" }, paths: [".cache/pip"] },
    variables: {
      PIP_CACHE_DIR: "$CI_PROJECT_DIR/.cache/pip",
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      // No compilation of modules that a job may never import. pip reads 0 of an option's name with "no" as yes.
      PIP_NO_COMPILE: "0",
    },
  };
}

/** A script that makes a virtual environment outside the checkout, so that tests and packages do not include it. */
export function virtualEnvironment(context: PipelineContext): string[] {
  return [...trustAuthority(context), "python3 -m venv /tmp/venv", ". /tmp/venv/bin/activate"];
}

/** Arguments with which pytest writes the reports that `testReports` names. */
export const reportFlags =
  "--junitxml=reports/junit.xml --cov --cov-report=term --cov-report=xml:reports/coverage.xml";

/** The pattern of the percentage in coverage's last line. */
export const coverage = "/^TOTAL.*\\s(\\d+(?:\\.\\d+)?)%$/";

/** Reports that GitLab shows in merge requests, also if tests fail. */
export const testReports: Artifacts = {
  when: "always",
  expire_in: "1 week",
  reports: {
    junit: "reports/junit.xml",
    coverage_report: { coverage_format: "cobertura", path: "reports/coverage.xml" },
  },
};

export interface PythonTest {
  readonly image: string;
  readonly rules: Job["rules"];
  /** Files with exact versions, in the order of installation. */
  readonly requirements: readonly string[];
  /** The script after the installation. Default: pytest. */
  readonly script?: readonly string[];
}

/** Tests in a virtual environment, with reports of tests and coverage. */
export function pythonTest(test: PythonTest, context: PipelineContext): Job {
  const { image, rules, requirements, script = [`pytest ${reportFlags}`] } = test;
  return {
    stage: "test",
    image,
    tags: ["shared"],
    rules,
    ...pipCache(...requirements),
    before_script: virtualEnvironment(context),
    script: [...requirements.map((file) => `pip install -r ${file}`), ...script],
    coverage,
    artifacts: testReports,
  };
}
