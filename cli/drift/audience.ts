import { GitLabError } from "../../lib/gitlab/client.ts";
import { type Look, nextIssue } from "../../lib/notice/index.ts";
import type { Problem } from "../../lib/problems/index.ts";
import type { WebhookSettings } from "../../lib/settings/notify.ts";
import { writeIssue } from "../stage/own-issues.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";
import { stageIssue } from "./stage-issue.ts";
import { readTold, writeTold } from "./told-file.ts";
import { callWebhooks } from "./webhooks.ts";

/** The issue and the webhooks that get the result of a look. */
export interface Audience {
  readonly webhooks: readonly WebhookSettings[];
  /** The project with the stage's issue. Undefined: a file remembers what webhooks were told. */
  readonly project: PipelineProject | undefined;
}

/** Updates the issue and calls the webhooks. @returns a line for each that could not be told */
export async function tellAudience({ webhooks, project }: Audience, look: Look): Promise<Problem[]> {
  const { report } = look;
  if (!project) {
    const { told, problems } = await callWebhooks(webhooks, report, readTold(report.stage), undefined);
    if (webhooks.length > 0) writeTold(report.stage, told);
    return [...problems];
  }
  const faults: Problem[] = [];
  const note = (error: unknown) => {
    if (!(error instanceof GitLabError)) throw error;
    faults.push(issueProblem(project, report.stage, error));
    return undefined;
  };
  // It comes first, because the messages link to it.
  const issue = await stageIssue(project, look).catch(note);
  const { told, problems } = await callWebhooks(webhooks, report, issue?.mark.told ?? {}, issue?.url);
  if (issue) await writeIssue(project, issue, nextIssue(issue, { ...look, told })).catch(note);
  return [...faults, ...problems];
}

function issueProblem({ gitlab }: PipelineProject, stage: string, error: GitLabError): Problem {
  const { message, status = 0 } = error;
  const expected = `GitLab to keep the issue of stage ${stage}`;
  return {
    path: gitlab.url,
    expected,
    found: `"${message}"`,
    remedy: remedies[status] ?? "the next run tells it",
  };
}

const mayNot = "give the user of GITLAB_TOKEN the role Developer in this project, and switch its issues on";

const remedies: Readonly<Record<number, string>> = {
  401: "set a GITLAB_TOKEN that is neither expired nor revoked",
  403: mayNot,
  404: mayNot,
};
