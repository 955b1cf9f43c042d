import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Job, Pipeline } from "../../../lib/pipelines/index.ts";
import { renderPipeline } from "../../../lib/pipelines/index.ts";

const program = join(
  dirname(createRequire(import.meta.url).resolve("gitlab-ci-local/package.json")),
  "dist/index.js",
);

/** Predefined variables of a pipeline; undefined: not there. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What gitlab-ci-local says to a pipeline, which it first holds against GitLab's schema.
 * @throws where it refuses the pipeline
 */
export async function gitlabCiLocal(text: string, variables: Variables, ...flags: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-pipelines-"));
  try {
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    const set = Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? ["--unset-variable", name] : ["--variable", `${name}=${value}`],
    );
    const known = `--ignore-predefined-vars=${Object.keys(variables).join(",")}`;
    // The folder has no commits to compare with. GitLab takes all files of a first push for changed.
    const options = [...flags, "--no-evaluate-rule-changes", known, ...set];
    const run = promisify(execFile)(process.execPath, [program, ...options], {
      cwd: folder,
      maxBuffer: 1e8,
      timeout: 60_000,
    });
    return (await run).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A job that is there exactly where the workflow lets the pipeline be created. */
const gate = "pipeline";

/**
 * Many pipelines as one, since every look costs a process: each job is called `<pipeline> / <job>`. Workflows, which
 * gitlab-ci-local does not hold anybody up with, become the rules of a job called `pipeline`.
 */
export function together(pipelines: Readonly<Record<string, Pipeline>>): string {
  const [first] = Object.values(pipelines);
  if (first === undefined) throw new Error("There are no pipelines");
  const entries = Object.entries(pipelines);
  const jobs = entries.flatMap(([of, { jobs, workflow }]) => {
    const only: Job = {
      stage: "build",
      image: "none",
      tags: ["none"],
      rules: workflow.rules,
      script: ["true"],
    };
    return Object.entries({ [gate]: only, ...jobs }).map(([name, job]) => [
      `${of} / ${name}`,
      inside(of, job),
    ]);
  });
  const stages = entries.flatMap(([of, pipeline]) =>
    ["build", ...pipeline.stages].map((stage) => `${of} / ${stage}`),
  );
  return renderPipeline({ ...first, stages: [...new Set(stages)], jobs: Object.fromEntries(jobs) });
}

/** A job with the names that its pipeline's stages and jobs have among others. */
function inside(of: string, job: Job): Job {
  const { stage, needs, environment, ...rest } = job;
  const stop = environment?.on_stop && { on_stop: `${of} / ${environment.on_stop}` };
  return {
    ...rest,
    stage: `${of} / ${stage}`,
    ...(needs && { needs: needs.map((need) => `${of} / ${need}`) }),
    ...(environment && { environment: { ...environment, ...stop } }),
  };
}

interface Listed {
  readonly name: string;
  readonly when: string;
  readonly allow_failure: boolean;
}

/** Of each pipeline the jobs that run, `(manual)` those with a button; none where there is no pipeline. */
export async function jobsThatRun(
  pipelines: Readonly<Record<string, Pipeline>>,
  variables: Variables,
): Promise<Record<string, string[]>> {
  const listed: Listed[] = JSON.parse(await gitlabCiLocal(together(pipelines), variables, "--list-json"));
  const runs = listed
    .filter(({ when }) => when !== "never")
    .map(({ name, when }) => (when === "manual" ? `${name} (manual)` : name));
  return Object.fromEntries(
    Object.keys(pipelines).map((of) => {
      const own = runs.filter((name) => name.startsWith(`${of} / `)).map((name) => name.slice(of.length + 3));
      return [of, own.includes(gate) ? own.filter((name) => name !== gate) : []];
    }),
  );
}
