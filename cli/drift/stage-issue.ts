import { driftLabel, type Look, type MarkedIssue, newIssue, readIssueMark } from "../../lib/notice/index.ts";
import { findIssue, makeIssue, type OwnIssue } from "../stage/own-issues.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";

/** The issue that tells of a stage's drift. */
export type StageIssue = OwnIssue & MarkedIssue;

/** The stage's issue. It is created if there is something to tell. @throws GitLabError */
export async function stageIssue(project: PipelineProject, look: Look): Promise<StageIssue | undefined> {
  const { stage } = look.report;
  const isOurs = (description: string) => readIssueMark(description)?.stage === stage;
  const kind = { label: driftLabel, isOurs };
  const found = await findIssue(project, kind);
  const fields = found ? undefined : newIssue(look);
  const issue = fields ? await makeIssue(project, kind, fields) : found;
  const mark = issue && readIssueMark(issue.description);
  return mark && { ...issue, mark };
}
