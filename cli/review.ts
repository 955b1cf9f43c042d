/**
 * Previews merge requests in a pipeline of the default branch, and writes their comments. MERGE_REQUEST=<number> names one;
 * MERGE_REQUEST=open means all open ones whose head or target was not previewed yet. With COMMIT=<head> its code runs too:
 * somebody has looked at it. STAGES=<stage>,<stage> chooses the stages. Results are kept below review/<number>/.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GitLabError } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { commentText, outOfDate, type Review, touchedStacks } from "../lib/review/index.ts";
import { commentsOn, writeComment } from "./review/comment.ts";
import {
  changedFiles,
  type MergeRequest,
  mergeRequestOf,
  openMergeRequests,
} from "./review/merge-requests.ts";
import { headCommit, type MergedTree, mergedTree } from "./review/merged-tree.ts";
import { failed, orFailed, reviewData, reviewWhole } from "./review/stage-review.ts";
import { type PipelineProject, projectOfPipeline } from "./stage/pipeline-project.ts";

const { MERGE_REQUEST = "", COMMIT = "", STAGES = "dev", CI_JOB_ID = "0" } = process.env;
const stages = STAGES.split(",").filter(Boolean);

try {
  const project = projectOfPipeline();
  const target = await headCommit();
  const open = await openMergeRequests(project);
  const chosen =
    MERGE_REQUEST === "open" ? await notYetPreviewed(project, open, target) : [await oneOf(project)];
  if (chosen.length === 0) console.log("Every open merge request was previewed.");
  const touched = touchedBy(project);
  for (const request of chosen)
    await review(project, request, target, await othersLike(request, open, touched));
} catch (error) {
  if (!(error instanceof ProblemError || error instanceof GitLabError)) throw error;
  const isOfGitLab = error instanceof GitLabError;
  console.error(
    isOfGitLab ? `GitLab: expected an answer, found "${error.message}"; run this job again` : error.message,
  );
  process.exitCode = 1;
}

/** The merge request that MERGE_REQUEST names. @throws ProblemError */
async function oneOf(project: PipelineProject): Promise<MergeRequest> {
  const path = "MERGE_REQUEST";
  if (!/^\d+$/.test(MERGE_REQUEST)) {
    const expected = "the number of a merge request, or open";
    throw new ProblemError([{ path, expected, found: JSON.stringify(MERGE_REQUEST), remedy: "correct it" }]);
  }
  const request = await mergeRequestOf(project, Number(MERGE_REQUEST));
  if (request.state === "opened" && request.target_branch === project.branch) return request;
  const expected = `an open merge request to ${project.branch}`;
  const found = `!${request.iid}, which is ${request.state}, to ${request.target_branch}`;
  throw new ProblemError([{ path, expected, found, remedy: "name another one, or reopen it" }]);
}

/** Those whose comment is for another head or target; that comment says so at once. */
async function notYetPreviewed(
  project: PipelineProject,
  open: readonly MergeRequest[],
  target: string,
): Promise<MergeRequest[]> {
  const looks = open.map(async (request): Promise<MergeRequest[]> => {
    const [comment] = await commentsOn(project, request);
    if (comment?.mark.commit === request.sha && comment.mark.target === target) return [];
    if (comment) {
      const what = comment.mark.commit === request.sha ? project.branch : "its branch";
      await writeComment(project, request, outOfDate(comment.body, `${what} has moved on`));
    }
    return [request];
  });
  return (await Promise.all(looks)).flat();
}

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
  const isWhole = COMMIT !== "" && COMMIT === commit;
  const reviewed: Review = {
    ...{ iid, commit, target, isWhole, time: new Date().toISOString(), job: Number(CI_JOB_ID) },
    stages: [],
    others,
  };
  const results = [];
  for (const stage of stages) {
    console.log(`Merge request !${iid}, stage ${stage}`);
    results.push(
      merged instanceof ProblemError
        ? failed(stage, merged.problems)
        : await orFailed(stage, () => ofStage(stage, merged, isWhole, join(folder, `${stage}.plan`))),
    );
  }
  const whole = { ...reviewed, stages: results };
  const body = commentText(whole);
  writeFileSync(join(folder, "review.json"), JSON.stringify(whole, null, 2));
  writeFileSync(join(folder, "comment.md"), body);
  await publish(project, iid, body);
}

function ofStage(stage: string, merged: MergedTree, isWhole: boolean, plan: string) {
  if (COMMIT !== "" && !isWhole) {
    const remedy = "look at the new head, and name that";
    throw new ProblemError([{ path: "COMMIT", expected: merged.commit, found: COMMIT, remedy }]);
  }
  return isWhole ? reviewWhole(stage, merged, plan) : reviewData(stage, merged, plan);
}

/** What was found out is kept in the artifacts where GitLab does not take the comment. */
async function publish(project: PipelineProject, iid: number, body: string): Promise<void> {
  try {
    const request = await mergeRequestOf(project, iid);
    if (request.state === "opened") return await writeComment(project, request, body);
    console.log(
      `!${iid} is ${request.state} now: it gets no comment. The preview is in review/${iid}/comment.md.`,
    );
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    console.error(
      `!${iid}: expected GitLab to take the comment, found "${error.message}"; it is kept in review/${iid}/comment.md of this job's artifacts`,
    );
    process.exitCode = 1;
  }
}

type Touched = (request: MergeRequest) => Promise<readonly string[]>;

/** The stacks of which a merge request changes files. GitLab is asked once for each. */
function touchedBy(project: PipelineProject): Touched {
  const known = new Map<number, Promise<readonly string[]>>();
  return (request) => {
    const found = known.get(request.iid) ?? changedFiles(project, request).then(touchedStacks);
    known.set(request.iid, found);
    return found;
  };
}

/** Other open merge requests that change files of the same stacks. */
async function othersLike(
  request: MergeRequest,
  open: readonly MergeRequest[],
  touched: Touched,
): Promise<Review["others"]> {
  const own = await touched(request);
  if (own.length === 0) return [];
  const others = open.filter(({ iid }) => iid !== request.iid);
  const found = others.map(async (other) => {
    const stacks = (await touched(other)).filter((stack) => own.includes(stack));
    return stacks.length > 0 ? [{ iid: other.iid, stacks }] : [];
  });
  return (await Promise.all(found)).flat();
}
