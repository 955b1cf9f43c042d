/**
 * Updates a stage after a merge, in a pipeline of the default branch. It applies exactly the plan that was reviewed. If that
 * plan is out of date it changes nothing, saves the plan of a new preview as anew/<stage>.plan, and ends with 10. A person
 * then starts the job that applies the new plan, which names its file as an argument. A commit without a review is applied as
 * by `make up`. If what runs is newer than the commit, somebody has started an old job anew, and the stage is rolled back.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GitLabError } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { type EarlierRelease, earlierRelease } from "./apply/earlier-release.ts";
import { commentsOn } from "./review/comment.ts";
import type { MergeRequest } from "./review/merge-requests.ts";
import { type PipelineProject, projectOfPipeline } from "./stage/pipeline-project.ts";
import { inPrivateFolder } from "./stage/private-folder.ts";
import { runOnStage } from "./stage/run-command.ts";
import { planOutOfDate } from "./stage/saved-plan.ts";

await runOnStage(
  async (stage) => {
    const [, , anew] = process.argv;
    const update = () => command("up", anew === undefined ? {} : { PLAN: anew });
    if (!process.env.GITLAB_TOKEN) return update();
    const project = projectOfPipeline();
    const commit = process.env.CI_COMMIT_SHA ?? "";
    const earlier = await earlierRelease(project, stage, commit).catch(unread("Whether this commit is old"));
    if (typeof earlier === "object") return rolledBack(stage, commit, earlier);
    // A plan that is not of now is refused anyway.
    if (anew !== undefined) return update();
    if (earlier !== undefined) return previewAnew(stage, earlier);
    const found = await reviewOf(project, stage, commit).catch(unread("The review of this commit"));
    if (found === undefined) return update();
    if (typeof found === "string") return previewAnew(stage, found);
    const code = await applied(found);
    return code === planOutOfDate ? previewAnew(stage) : code;
  },
  { isLook: true },
);

/** Makes a sentence of a GitLab that does not answer. */
function unread(what: string): (error: unknown) => string {
  return (error) => {
    if (!(error instanceof GitLabError)) throw error;
    return `${what} cannot be read: GitLab says "${error.message}"`;
  };
}

/** Rolls back each stack that has changed since a release, and holds it there. */
async function rolledBack(stage: string, commit: string, { number, way }: EarlierRelease): Promise<number> {
  if (number === undefined) {
    const expected = `a commit that is not older than what stage ${stage} runs, or one that a release came from`;
    const remedy = `nothing was changed: choose a release with "make releases STAGE=${stage}", then "make rollback"`;
    throw new ProblemError([{ path: "CI_COMMIT_SHA", expected, found: commit.slice(0, 12), remedy }]);
  }
  console.log(`This commit is older than what runs: stage ${stage} goes back to release ${number}.`);
  for (const id of way.added) console.log(`${id} is newer than that release, and stays.`);
  for (const id of way.gone) console.log(`${id} ran then and is gone: it does not come back.`);
  let worst = 0;
  for (const id of way.changed) {
    const code = await command("rollback", { STACK: id, TO: String(number) });
    worst = Math.max(worst, code);
  }
  return worst;
}

/** A reviewed plan. */
interface Reviewed {
  readonly iid: number;
  /** The text of its file. */
  readonly plan: string;
}

/** The reviewed plan of this pipeline's commit, or why it is missing. Undefined for a commit without a review. */
async function reviewOf(
  project: PipelineProject,
  stage: string,
  commit: string,
): Promise<Reviewed | string | undefined> {
  const { gitlab, path, branch } = project;
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

/** @param why a sentence. Default: it is said already */
async function previewAnew(stage: string, why?: string): Promise<number> {
  if (why !== undefined) console.error(`${why}. Nothing was changed.`);
  const file = join("anew", `${stage}.plan`);
  const code = await command("preview", { SAVE: file });
  if (code !== 0 && code !== 2) return code;
  console.error(`Read this preview, then start the job "up ${stage} anew": it applies exactly this.`);
  return planOutOfDate;
}

async function command(name: "up" | "preview" | "rollback", env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [`cli/${name}.ts`], {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}
