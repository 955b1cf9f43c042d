import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { StageChanges } from "../../lib/changes/index.ts";
import { type Problem, ProblemError, problemLine } from "../../lib/problems/index.ts";
import {
  draftOf,
  draftProblems,
  parseSettings,
  pathProblems,
  type StageReview,
  settingsProblems,
} from "../../lib/review/index.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import { fileOf, type MergedTree, takeAll, takeBack, takeData } from "./merged-tree.ts";

/** Previews a merge request on a stage, or refuses it if it changes more than data. @param plan file for the plan */
export async function reviewData(stage: string, merged: MergedTree, plan: string): Promise<StageReview> {
  const file = settingsFile(stage);
  const texts = await Promise.all(["HEAD", merged.tree].map((tree) => fileOf(tree, file)));
  const [before, after] = texts.map((each) => parseSettings(stage, each));
  const unread = [before?.[1], after?.[1]].flatMap((problem) => problem ?? []);
  if (unread.length > 0) return failed(stage, unread);
  const [was, is] = [before?.[0] ?? {}, after?.[0] ?? {}];
  const refusals = [...pathProblems(merged.changes), ...settingsProblems(stage, was, is)];
  if (refusals.length > 0) return refused(stage, refusals);
  const root = process.cwd();
  try {
    const now = draftOf(stage, was.config ?? {}, root);
    await takeData(merged.tree, stage, is);
    const then = draftOf(stage, is.config ?? {}, root, (path) => now.outside.has(path));
    const more = draftProblems(now, then);
    if (more.length > 0) return refused(stage, more);
    if (then.problems.length > 0) return failed(stage, then.problems);
    return await previewed(stage, plan, [process.execPath, "cli/preview.ts"]);
  } finally {
    await takeBack([stage]);
  }
}

/** Previews a merge request on a stage with the code of its branch. */
export async function reviewWhole(stage: string, { tree }: MergedTree, plan: string): Promise<StageReview> {
  await takeAll(tree);
  return previewed(stage, plan, ["make", "--no-print-directory", "preview"]);
}

function refused(stage: string, problems: readonly Problem[]): StageReview {
  return { stage, outcome: "refused", reasons: problems.map(problemLine), hasPlan: false };
}

export function failed(stage: string, problems: readonly Problem[]): StageReview {
  return { stage, outcome: "failed", reasons: problems.map(problemLine), hasPlan: false };
}

/** Milliseconds that one preview may take. */
const patience = 20 * 60_000;

/** Runs a preview in a process of its own, because it reads settings and files from the working directory. */
async function previewed(
  stage: string,
  plan: string,
  [command = "", ...args]: readonly string[],
): Promise<StageReview> {
  const env = { ...process.env, STAGE: stage, SAVE: plan, JSON: "1" };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: patience });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (stderr) console.error(stderr.trimEnd());
  const changes = changesIn(stdout);
  if (changes) return { stage, outcome: "previewed", reasons: [], changes, hasPlan: existsSync(plan) };
  return { stage, outcome: "failed", reasons: withoutSecrets(stderr).trim().split("\n"), hasPlan: false };
}

/** The data at the end of the output. Make can print lines before it. */
function changesIn(printed: string): StageChanges | undefined {
  try {
    return JSON.parse(printed.slice(printed.indexOf("\n{\n") + 1));
  } catch {
    return undefined;
  }
}

/** Masks secrets, as GitLab does in a job's log. */
function withoutSecrets(said: string): string {
  const secrets = ["PULUMI_CONFIG_PASSPHRASE", "GITLAB_TOKEN", "CI_JOB_TOKEN"].flatMap(
    (name) => process.env[name] || [],
  );
  return secrets.reduce((left, secret) => left.replaceAll(secret, "[MASKED]"), said);
}

/** The result of `work`. If `work` throws a ProblemError, the result is a failed preview with its problems. */
export async function orFailed(stage: string, work: () => Promise<StageReview>): Promise<StageReview> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return failed(stage, error.problems);
  }
}
