import { GitLabError } from "../../lib/gitlab/client.ts";
import { type FoundIssue, type IssueStep, type newIssue, readIssueMark } from "../../lib/notice/index.ts";
import { demand, listOf, type PipelineProject } from "../stage/pipeline-project.ts";

/** The issue that tells of a stage's drift. */
export interface StageIssue extends FoundIssue {
  readonly iid: number;
  /** Address of its page. */
  readonly url: string;
}

interface Entity {
  readonly iid: number;
  readonly state: string;
  readonly description: string | null;
  readonly web_url: string;
}

/**
 * The stage's issue: the oldest that has its mark and was written by the token's user. Issues of other authors are ignored.
 * @throws GitLabError
 */
export async function findIssue(project: PipelineProject, stage: string): Promise<StageIssue | undefined> {
  const [first] = await ownIssues(project, stage);
  return first;
}

/** Creates the stage's issue. If another run has created it at the same time, the older one is kept. @throws GitLabError */
export async function makeIssue(
  project: PipelineProject,
  stage: string,
  fields: NonNullable<ReturnType<typeof newIssue>>,
): Promise<StageIssue> {
  await demand(project, "POST", "/issues", fields);
  const [kept, ...others] = await ownIssues(project, stage);
  if (!kept) throw new GitLabError("the new issue is not among the issues");
  for (const { iid } of others) {
    const description = `The same as #${kept.iid}.`;
    await demand(project, "PUT", `/issues/${iid}`, { description, state_event: "close" });
  }
  return kept;
}

/** Changes the issue as far as a step asks for it. @throws GitLabError */
export async function writeIssue(
  project: PipelineProject,
  { iid }: StageIssue,
  { description, state, comment }: IssueStep,
): Promise<void> {
  const path = `/issues/${iid}`;
  const fields = { ...(description && { description }), ...(state && { state_event: state }) };
  if (Object.keys(fields).length > 0) await demand(project, "PUT", path, fields);
  if (comment) await demand(project, "POST", `${path}/notes`, { body: comment });
}

async function ownIssues(project: PipelineProject, stage: string): Promise<StageIssue[]> {
  const me = await project.userId();
  const filter = `labels=drift&author_id=${me}&scope=all&state=all&order_by=created_at&sort=asc`;
  const all = await listOf<Entity>(project, `/issues?${filter}`);
  return all.flatMap(({ iid, state, description, web_url: url }) => {
    const mark = readIssueMark(description ?? "");
    if (mark?.stage !== stage) return [];
    return [{ iid, url, isOpen: state === "opened", description: description ?? "", mark }];
  });
}
