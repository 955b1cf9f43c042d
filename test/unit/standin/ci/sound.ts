import { checkFile } from "../../../../dev/gitlab/pipelines/config/check.ts";
import type { CiFile } from "../../../../dev/gitlab/pipelines/config/file.ts";
import { planPipeline } from "../../../../dev/gitlab/pipelines/config/plan.ts";
import { Expressions } from "../../../../dev/gitlab/pipelines/expressions/evaluate.ts";
import { askJobs, askWorkflow } from "../../../../dev/gitlab/pipelines/rules/answers.ts";
import { Rules } from "../../../../dev/gitlab/pipelines/rules/rules.ts";
import { place, resolved } from "./place.ts";

const rule = {
  ...{ if: "$A == 'x'", when: "manual", allow_failure: true, changes: ["a"], exists: { paths: ["b"] } },
  ...{ variables: { D: "1" }, needs: ["b"], interruptible: true },
};

/** A configuration with nearly every key, which makes a pipeline. */
export const sound = {
  stages: ["build", "test"],
  variables: { A: "1", B: { value: "x", description: "d", expand: false } },
  default: { image: { name: "i", entrypoint: [""] }, tags: ["a"], retry: { max: 1, when: ["always"] } },
  workflow: { name: "n", auto_cancel: { on_new_commit: "none" }, rules: [{ if: "$A" }, { when: "always" }] },
  include: [{ local: "a.yml", rules: [{ if: "$A" }] }],
  a: {
    ...{ stage: "build", script: ["x"], services: [{ name: "s", alias: "a" }], needs: [], rules: [rule] },
    ...{ cache: { key: { files: ["a"], prefix: "p" }, paths: ["x"] }, artifacts: { paths: ["a"] } },
    ...{ parallel: { matrix: [{ P: ["a", "b"] }] }, environment: { name: "prod", on_stop: "b" } },
    ...{ allow_failure: { exit_codes: [1] }, timeout: "1h", coverage: "/x/", resource_group: "r" },
    ...{ id_tokens: { T: { aud: "x" } }, inherit: { default: ["image"] } },
  },
  b: {
    ...{ script: "y", only: { refs: ["main"], variables: ["$A"] }, except: ["tags"], dependencies: ["a"] },
    ...{ needs: [{ job: "a", optional: true, parallel: { matrix: [{ P: "a" }] } }], when: "delayed" },
    ...{ environment: { name: "prod", action: "stop" }, start_in: "1 minute", retry: 2 },
  },
  t: { trigger: { include: [{ local: "c.yml" }], strategy: "depend" } },
};

/** The keys on the way to every value within a value. */
export function paths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...path, key], ...paths(each, [...path, key])]);
}

/** A copy of the sound configuration in which one hash or list is changed. */
export function changed(
  path: readonly string[],
  change: (parent: Record<string, unknown>, key: string) => void,
) {
  const file = structuredClone(sound) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, file);
  change(parent, path.at(-1) ?? "");
  return file;
}

/** The plan of a configuration, or its errors. */
export async function outcome(text: string): Promise<object> {
  const commit = { files: { "a.yml": "z: {script: [x]}" } };
  const whole = await resolved(text, { commit, values: { A: "x" } });
  if (Array.isArray(whole)) return { errors: whole };
  const errors = checkFile(whole as CiFile);
  if (errors.length > 0) return { errors };
  const rules = new Rules(new Expressions());
  const asked = { rules, place: place(commit), predefined: new Map([["A", "x"]]), given: new Map() };
  const workflow = await askWorkflow(whole as CiFile, asked);
  const answers = new Set([...workflow.answers, ...(await askJobs(workflow.file, asked))]);
  const kind = { ref: "main", isTag: false, isMergeRequest: false, source: "push", project: "group/app" };
  return planPipeline(workflow.file, answers, kind);
}
