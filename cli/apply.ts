/**
 * Updates a stage after a merge, in a pipeline of the default branch. It applies exactly the plan that was reviewed. If that
 * plan is out of date it changes nothing, saves the plan of a new preview as anew/<stage>.plan, and ends with 10. A person
 * then starts the job that applies the new plan. A commit without a review is applied as by `make up`.
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
      return `The review of this commit cannot be read: GitLab says "${error.message}"`;
    });
    if (found === undefined) return command("up");
    const code = typeof found === "string" ? refused(found) : await applied(found);
    return code === planOutOfDate ? previewAnew(stage) : code;
  },
  { isLook: true },
);

/** A reviewed plan. */
interface Reviewed {
  readonly iid: number;
  /** The text of its file. */
  readonly plan: string;
}

/** The reviewed plan of this pipeline's commit, or why it is missing. Undefined for a commit without a review. */
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
  if (mark.commit !== request.sha) return `The last push to !${iid} has no preview`;
  if (!mark.plans.includes(stage)) return `!${iid} has no preview of stage ${stage}`;
  const plan = await gitlab.request("GET", `${path}/jobs/${mark.job}/artifacts/review/${iid}/${stage}.plan`);
  return plan === undefined ? `The plan of !${iid} is gone` : { iid, plan: JSON.stringify(plan) };
}

async function applied({ iid, plan }: Reviewed): Promise<number> {
  console.log(`This is the merge of !${iid}: its reviewed plan is applied.`);
  return inPrivateFolder(async (folder) => {
    const file = join(folder, `!${iid}.plan`);
    writeFileSync(file, plan, { mode: 0o600 });
    return command("up", { PLAN: file });
  });
}

function refused(why: string): number {
  console.error(`${why}. Nothing was changed.`);
  return planOutOfDate;
}

async function previewAnew(stage: string): Promise<number> {
  const file = join("anew", `${stage}.plan`);
  const code = await command("preview", { SAVE: file });
  if (code !== 0 && code !== 2) return code;
  console.error(
    `Nothing was changed. Read this preview, then start the job "up ${stage} anew": it applies exactly this.`,
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
