import type { Answers } from "../rules/answers.ts";
import { textOf } from "../source/yaml.ts";
import { decide, decideWorkflow, type Workflow } from "./decide.ts";
import { type CiFile, candidates, type Need, stages } from "./file.ts";
import type { RefContext } from "./only.ts";
import { type JobSpec, jobSpec } from "./spec.ts";

/** The jobs of a new pipeline, or GitLab's error. */
export type PipelinePlan =
  | { readonly jobs: readonly JobSpec[]; readonly stages: readonly string[]; readonly workflow: Workflow }
  | { readonly refused: string }
  | { readonly errors: readonly string[] };

export const refusedByWorkflow = "Pipeline filtered out by workflow rules.";
export const refusedByRules =
  "Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.";

const mostJobs = 500;
const tooManyJobs =
  `The number of jobs has exceeded the limit of ${mostJobs}. Try splitting the configuration with ` +
  "parent-child-pipelines https://docs.gitlab.com/ee/ci/debugging.html#pipeline-with-many-jobs-fails-to-start";
const mostNeeds = 50;

/** Combines the answers to a file's conditions. */
export function planPipeline(file: CiFile, answers: Answers, context: RefContext): PipelinePlan {
  const workflow = decideWorkflow(file, answers);
  if (!workflow.isWanted) return { refused: refusedByWorkflow };
  const jobs = candidates(file).flatMap((candidate) => {
    const decision = decide(file, candidate, answers, context);
    return decision ? [jobSpec(file, candidate, decision)] : [];
  });
  if (jobs.every(({ stage }) => stage === ".pre" || stage === ".post")) return { refused: refusedByRules };
  if (jobs.length >= mostJobs) return { errors: [tooManyJobs] };
  const resolved = jobs.map((job) => ({ ...job, needs: job.needs && resolveNeeds(job.needs, jobs) }));
  const errors = jobs.flatMap((job) => [...missing(job, jobs), ...tooManyNeeds(job)]);
  if (errors.length > 0) return { errors };
  const used = stages(file).filter((stage) => jobs.some((job) => job.stage === stage));
  return { jobs: resolved, stages: used, workflow };
}

function tooManyNeeds({ name, needs = [] }: JobSpec): string[] {
  if (needs.length <= mostNeeds) return [];
  return [
    `${name} job: one job can only need ${mostNeeds} others, but you have listed ${needs.length}. ` +
      "See needs keyword documentation for more details",
  ];
}

function missing({ name, needs }: JobSpec, jobs: readonly JobSpec[]): string[] {
  return (needs ?? [])
    .filter((need) => !need.optional && copiesOf(need, jobs).length === 0)
    .map(
      ({ job }) =>
        `'${name}' job needs '${job}' job, but '${job}' does not exist in the pipeline. ` +
        "This might be because of the only, except, or rules keywords. " +
        "To need a job that sometimes does not exist in the pipeline, use needs:optional.",
    );
}

/** In the file, needs name entries. In a pipeline, jobs need jobs. */
function resolveNeeds(needs: readonly Need[], jobs: readonly JobSpec[]): Need[] {
  return needs.flatMap(({ artifacts, optional, ...need }) =>
    copiesOf(need, jobs).map((job) => ({ job: job.name, artifacts, optional })),
  );
}

function copiesOf({ job, matrix }: Pick<Need, "job" | "matrix">, jobs: readonly JobSpec[]): JobSpec[] {
  const copies = jobs.filter(({ name, entryName }) => entryName === job || name === job);
  if (!matrix) return copies;
  return copies.filter((copy) =>
    matrix.some((wanted) =>
      Object.entries(wanted).every(([key, values]) =>
        [values]
          .flat()
          .map(textOf)
          .includes(copy.matrix[key] ?? ""),
      ),
    ),
  );
}
