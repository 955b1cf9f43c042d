import { GitLabError } from "../../lib/gitlab/client.ts";
import {
  isOfStage,
  issueLabel,
  issueTitle,
  nextStep,
  type OutdatedReport,
} from "../../lib/outdated/index.ts";
import { type Problem, ProblemError } from "../../lib/problems/index.ts";
import { demand, listOf, type PipelineProject, projectOfPipeline } from "../stage/pipeline-project.ts";

/** Milliseconds that GitLab gets for an answer. */
const patience = 5_000;

interface Entity {
  readonly iid: number;
  readonly state: string;
  readonly description: string | null;
}

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
    const found = await findIssue(project, report.stage);
    const step = nextStep(found, report);
    if (!step) return [];
    const { description, state } = step;
    if (!found) {
      const title = issueTitle(report.stage);
      await demand(project, "POST", "/issues", { title, description, labels: issueLabel });
    } else {
      await demand(project, "PUT", `/issues/${found.iid}`, {
        description,
        ...(state && { state_event: state }),
      });
    }
    return [];
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const expected = `GitLab to keep the issue with newer images for stage ${report.stage}`;
    const remedy = "the next run tells it";
    return [{ path: project.gitlab.url, expected, found: `"${error.message}"`, remedy }];
  }
}

/** The oldest of the stage's issues that the token's own user wrote. What others wrote is none, whatever it says. */
async function findIssue(project: PipelineProject, stage: string) {
  const me = await project.userId();
  const filter = `labels=${issueLabel}&author_id=${me}&scope=all&state=all&order_by=created_at&sort=asc`;
  const all = await listOf<Entity>(project, `/issues?${filter}`);
  return all
    .map(({ iid, state, description }) => ({
      iid,
      isOpen: state === "opened",
      description: description ?? "",
    }))
    .find(({ description }) => isOfStage(description, stage));
}
