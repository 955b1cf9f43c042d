/**
 * Previews merge requests in a pipeline of the default branch and writes their comments. MERGE_REQUEST=<number> names one;
 * MERGE_REQUEST=open stands for all open ones whose head or target has no preview yet. COMMIT=<head> previews the code of
 * the merge request too, because somebody has read it. STAGES=<stage>,<stage> chooses the stages. The results stay in
 * review/<number>/.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GitLabError } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { type Review, reviewCommentText, type StageReview } from "../lib/review/index.ts";
import { chosenRequests } from "./review/chosen-requests.ts";
import { writeComment } from "./review/comment.ts";
import { type MergeRequest, mergeRequestOf, openMergeRequests } from "./review/merge-requests.ts";
import { headCommit, type MergedTree, mergedTree } from "./review/merged-tree.ts";
import { requestsLike } from "./review/requests-like.ts";
import { failed, orFailed, reviewData, reviewWhole } from "./review/stage-review.ts";
import { type PipelineProject, projectOfPipeline } from "./stage/pipeline-project.ts";

const { MERGE_REQUEST = "", COMMIT = "", STAGES = "dev", CI_JOB_ID = "0" } = process.env;
const stages = STAGES.split(",").filter(Boolean);

try {
  const project = projectOfPipeline();
  const target = await headCommit();
  const open = await openMergeRequests(project);
  const chosen = await chosenRequests(project, open, target, { named: MERGE_REQUEST, commit: COMMIT });
  if (chosen.length === 0) console.log("Every open merge request has its preview.");
  const othersLike = requestsLike(project, open);
  for (const request of chosen) await review(project, request, target, await othersLike(request));
} catch (error) {
  if (!(error instanceof ProblemError || error instanceof GitLabError)) throw error;
  const isOfGitLab = error instanceof GitLabError;
  console.error(
    isOfGitLab ? `GitLab: expected an answer, found "${error.message}"; run this job again` : error.message,
  );
  process.exitCode = 1;
}

/** Previews a merge request on all stages, keeps the results and writes the comment. @throws ProblemError, GitLabError */
async function review(
  project: PipelineProject,
  request: MergeRequest,
  target: string,
  others: Review["others"],
): Promise<void> {
  const { iid } = request;
  const folder = join("review", `${iid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const merged = await mergedTree(iid).catch((error: unknown) => {
    if (error instanceof ProblemError) return error;
    throw error;
  });
  const commit = merged instanceof ProblemError ? request.sha : merged.commit;
  requireRead(commit);
  const results: StageReview[] = [];
  for (const stage of stages) {
    console.log(`Merge request !${iid}, stage ${stage}`);
    results.push(
      merged instanceof ProblemError
        ? failed(stage, merged.problems)
        : await orFailed(stage, () => ofStage(stage, merged, join(folder, `${stage}.plan`))),
    );
  }
  const reviewed: Review = {
    ...{ iid, commit, target, time: new Date().toISOString(), job: Number(CI_JOB_ID) },
    ...{ stages: results, others, isWhole: COMMIT !== "" && !(merged instanceof ProblemError) },
  };
  const body = reviewCommentText(reviewed);
  writeFileSync(join(folder, "review.json"), JSON.stringify(reviewed, null, 2));
  writeFileSync(join(folder, "comment.md"), body);
  await publish(project, iid, body);
}

/** Only code that somebody has read may run, so COMMIT must be the head. @throws ProblemError */
function requireRead(head: string): void {
  if (COMMIT === "" || COMMIT === head) return;
  const remedy = "read the new head, and name that";
  throw new ProblemError([{ path: "COMMIT", expected: `the head ${head}`, found: COMMIT, remedy }]);
}

function ofStage(stage: string, merged: MergedTree, plan: string): Promise<StageReview> {
  return COMMIT === "" ? reviewData(stage, merged, plan) : reviewWhole(stage, merged, plan);
}

/** Writes the comment. If GitLab does not accept it, the job's artifacts still have it. */
async function publish(project: PipelineProject, iid: number, body: string): Promise<void> {
  const file = `review/${iid}/comment.md`;
  try {
    const request = await mergeRequestOf(project, iid);
    if (request.state === "opened") return await writeComment(project, request, body);
    console.log(`!${iid} is ${request.state} by now and gets no comment. The preview is in ${file}.`);
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    console.error(
      `!${iid}: expected GitLab to accept the comment, found "${error.message}"; read it in the artifact ${file}`,
    );
    process.exitCode = 1;
  }
}
