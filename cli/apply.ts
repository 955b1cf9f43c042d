/**
 * Brings a stage up after a merge, in a pipeline of the default branch: as the merge request was reviewed, and nothing else.
 * Where that is no longer possible it previews anew, keeps that plan as anew/<stage>.plan, and ends with 10: somebody
 * looks at it, and starts the job that applies it. A commit that nobody reviewed is brought up as by `make up`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GitLabError } from "../lib/gitlab/client.ts";
import { commentsOn } from "./review/comment.ts";
import type { MergeRequest } from "./review/merge-requests.ts";
import { type PipelineProject, projectOfPipeline } from "./stage/pipeline-project.ts";
import { inPrivateFolder } from "./stage/private-folder.ts";
import { runOnStage } from "./stage/run-command.ts";
import { planOutOfDate } from "./stage/saved-plan.ts";

await runOnStage(
  async (stage) => {
    if (!process.env.GITLAB_TOKEN) return command("up");
    const found = await reviewOf(projectOfPipeline(), stage).catch((error: unknown) => {
      if (!(error instanceof GitLabError)) throw error;
      return `GitLab does not say how it was reviewed: ${error.message}`;
    });
    if (found === undefined) return command("up");
    const code = typeof found === "string" ? said(found) : await applied(found);
    return code === planOutOfDate ? previewAnew(stage) : code;
  },
  { isLook: true },
);

/** A plan that was reviewed. */
interface Reviewed {
  readonly iid: number;
  /** The text of its file. */
  readonly plan: string;
}

/** The reviewed plan of the commit of this pipeline, or why there is none; undefined where nobody reviewed it. */
async function reviewOf(project: PipelineProject, stage: string): Promise<Reviewed | string | undefined> {
  const { gitlab, path, branch } = project;
  const commit = process.env.CI_COMMIT_SHA ?? "";
  const found = (await gitlab.request("GET", `${path}/repository/commits/${commit}/merge_requests`)) ?? [];
  const request = (found as MergeRequest[]).find(
    ({ state, target_branch, sha, merge_commit_sha, squash_commit_sha }) =>
      state === "merged" &&
      target_branch === branch &&
      [merge_commit_sha, squash_commit_sha, sha].includes(commit),
  );
  if (!request) return undefined;
  const { iid } = request;
  const [comment] = await commentsOn(project, request);
  if (!comment) return undefined;
  const { mark } = comment;
  if (mark.commit !== request.sha) return `the last push to !${iid} was not previewed`;
  if (!mark.plans.includes(stage)) return `!${iid} has no preview of stage ${stage}`;
  const plan = await gitlab.request("GET", `${path}/jobs/${mark.job}/artifacts/review/${iid}/${stage}.plan`);
  return plan === undefined ? `the plan of !${iid} is gone` : { iid, plan: JSON.stringify(plan) };
}

async function applied({ iid, plan }: Reviewed): Promise<number> {
  console.log(`This is the merge of !${iid}: its reviewed plan is applied.`);
  return inPrivateFolder(async (folder) => {
    const file = join(folder, `!${iid}.plan`);
    writeFileSync(file, plan, { mode: 0o600 });
    return command("up", { PLAN: file });
  });
}

function said(why: string): number {
  console.error(`${why}: nothing is changed.`);
  return planOutOfDate;
}

async function previewAnew(stage: string): Promise<number> {
  const file = join("anew", `${stage}.plan`);
  const code = await command("preview", { SAVE: file });
  if (code !== 0 && code !== 2) return code;
  console.error(
    `Nothing was changed. Look at what would be now; then start the job "up ${stage} anew", which does just that.`,
  );
  return planOutOfDate;
}

async function command(name: "up" | "preview", env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [`cli/${name}.ts`], {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
