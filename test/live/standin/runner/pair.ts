import type { TestContext } from "vitest";
import { RunnerContainer, type RunnerDraft } from "./container.ts";
import { ScriptedGitLab } from "./scripted-gitlab.ts";

export interface Pair {
  readonly gitlab: ScriptedGitLab;
  readonly runner: RunnerContainer;
}

/** A scripted GitLab and its runner, for one test. Tests that run at the same time each have a pair of their own. */
export async function pair(context: TestContext, draft: Omit<RunnerDraft, "url"> = {}): Promise<Pair> {
  const gitlab = await ScriptedGitLab.start({ context });
  return { gitlab, runner: await RunnerContainer.start({ url: gitlab.url, ...draft }, context) };
}
