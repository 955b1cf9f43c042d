import { GitLabError } from "../../lib/gitlab/client.ts";
import type { FoundIssue, IssueStep } from "../../lib/notice/index.ts";
import { demand, listOf, type PipelineProject } from "./pipeline-project.ts";

/** An issue that the token's user wrote. */
export interface OwnIssue extends FoundIssue {
  readonly iid: number;
  /** Address of its page. */
  readonly url: string;
}

/** What tells the issues of one purpose and stage from all others. */
export interface IssueKind {
  readonly label: string;
  readonly isOurs: (description: string) => boolean;
}

interface Entity {
  readonly iid: number;
  readonly state: string;
  readonly description: string | null;
  readonly web_url: string;
}

/** The oldest issue of a kind. Issues of other authors are ignored, whatever they say. @throws GitLabError */
export async function findIssue(project: PipelineProject, kind: IssueKind): Promise<OwnIssue | undefined> {
  const [first] = await ownIssues(project, kind);
  return first;
}

/** Creates the issue of a kind. If another run has created one at the same time, the older one is kept. @throws GitLabError */
export async function makeIssue(
  project: PipelineProject,
  kind: IssueKind,
  fields: { readonly title: string; readonly description: string },
): Promise<OwnIssue> {
  await demand(project, "POST", "/issues", { ...fields, labels: kind.label });
  const [kept, ...others] = await ownIssues(project, kind);
  if (!kept) throw new GitLabError("the new issue is not among the issues");
  for (const { iid } of others) {
    const description = `The same as #${kept.iid}.`;
    await demand(project, "PUT", `/issues/${iid}`, { description, state_event: "close" });
  }
  return kept;
}

/** Changes an issue as far as a step asks for it. @throws GitLabError */
export async function writeIssue(
  project: PipelineProject,
  { iid }: OwnIssue,
  { description, state, comment }: IssueStep,
): Promise<void> {
  const path = `/issues/${iid}`;
  const fields = { ...(description && { description }), ...(state && { state_event: state }) };
  if (Object.keys(fields).length > 0) await demand(project, "PUT", path, fields);
  if (comment) await demand(project, "POST", `${path}/notes`, { body: comment });
}

/** The oldest first. */
async function ownIssues(project: PipelineProject, { label, isOurs }: IssueKind): Promise<OwnIssue[]> {
  const me = await project.userId();
  const filter = `labels=${label}&author_id=${me}&scope=all&state=all&order_by=created_at&sort=asc`;
  const all = await listOf<Entity>(project, `/issues?${filter}`);
  const issues = all.map(({ iid, state, description, web_url: url }) => ({
    ...{ iid, url, isOpen: state === "opened", description: description ?? "" },
  }));
  return issues.filter(({ description }) => isOurs(description));
}
