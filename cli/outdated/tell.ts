import { GitLabError } from "../../lib/gitlab/client.ts";
import {
  isOfStage,
  issueTitle,
  nextStep,
  type OutdatedReport,
  outdatedLabel,
} from "../../lib/outdated/index.ts";
import { type Problem, ProblemError } from "../../lib/problems/index.ts";
import { findIssue, makeIssue, writeIssue } from "../stage/own-issues.ts";
import { type PipelineProject, projectOfPipeline } from "../stage/pipeline-project.ts";

/** Milliseconds that GitLab gets for an answer. */
const patience = 5_000;

/** Keeps the issue with newer images in the project of this pipeline. @returns what could not be told */
export async function tellOutdated(report: OutdatedReport): Promise<readonly Problem[]> {
  try {
    const project = projectOfPipeline(process.env, { patience, timeout: patience });
    return await keepIssue(project, report);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** @returns what could not be told */
export async function keepIssue(
  project: PipelineProject,
  report: OutdatedReport,
): Promise<readonly Problem[]> {
  try {
    const isOurs = (description: string) => isOfStage(description, report.stage);
    const kind = { label: outdatedLabel, isOurs };
    const found = await findIssue(project, kind);
    const step = nextStep(found, report);
    const { description } = step ?? {};
    if (step && found) await writeIssue(project, found, step);
    else if (description) await makeIssue(project, kind, { title: issueTitle(report.stage), description });
    return [];
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const expected = `GitLab to keep the issue with newer images for stage ${report.stage}`;
    const remedy = "the next run tells it";
    return [{ path: project.gitlab.url, expected, found: `"${error.message}"`, remedy }];
  }
}
