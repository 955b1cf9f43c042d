import type { PipelineContext } from "../kind.ts";
import type { Job, Rule } from "../pipeline.ts";
import { asManual, notScheduled, when } from "../rules.ts";
import { make, notReviewing, withSecrets } from "./program.ts";
import type { StageOptions } from "./stage-options.ts";

/** GitLab's tier of a stage's environment. */
export const tiers = { automatic: "development", manual: "production" } as const;

/** Previews merge requests, keeps their plans, and writes their comments. */
export function review({ stages, images }: StageOptions, context: PipelineContext): Job {
  const job = withSecrets(make("review", images.node, context), "GITLAB_TOKEN");
  return {
    ...job,
    stage: "preview",
    rules: [{ if: `${when.defaultBranch.if} && $MERGE_REQUEST` }],
    resource_group: "review",
    timeout: "3 hours",
    // Merging needs history.
    variables: { STAGES: Object.keys(stages).join(","), GIT_DEPTH: "0", ...job.variables },
    artifacts: { when: "always", expire_in: "4 weeks", access: "developer", paths: ["review/"] },
  };
}

/** The exit code of `apply` if a person must look at a new preview first. */
const waits = 10;

/**
 * For each stage: an update, the same after a second review, a look for drift, one for what is newer, and a clean-up of its
 * registry. Never two at once.
 */
export function stageJobs(
  { stages, images, registryClean }: StageOptions,
  context: PipelineContext,
): Record<string, Job> {
  const jobs = Object.entries(stages).map(([stage, how]) => {
    const job = (command: string, rules: readonly Rule[]): Job => {
      const { variables, ...rest } = withSecrets(make(command, images.node, context));
      return { ...rest, rules, resource_group: stage, variables: { STAGE: stage, ...variables } };
    };
    const rule = how === "manual" ? asManual(when.defaultBranch) : when.defaultBranch;
    const environment = { name: stage, deployment_tier: tiers[how] };
    return {
      [`up ${stage}`]: {
        ...job("up", [notReviewing, notScheduled, rule]),
        environment,
        // As it was reviewed. Where that is no longer so, it previews anew and waits. A job that is older than what runs, for
        // somebody has started it again, rolls the stage back.
        script: ["make setup", 'eval "$(make env)"', "node cli/apply.ts"],
        allow_failure: { exit_codes: [waits] },
        artifacts: { when: "always", expire_in: "4 weeks", access: "developer", paths: ["anew/"] },
      },
      [`up ${stage} anew`]: {
        ...job("up", [notReviewing, notScheduled, asManual(when.defaultBranch)]),
        needs: [`up ${stage}`],
        environment,
        script: ["make setup", 'eval "$(make env)"', `node cli/apply.ts anew/${stage}.plan`],
      },
      [`drift ${stage}`]: {
        ...job("drift", [notReviewing, when.schedule]),
        // It heals what the settings allow, and tells the rest in the stage's issue and to its webhooks.
        script: ["make drift HEAL=1 TELL=1"],
      },
      [`outdated ${stage}`]: {
        ...job("drift", [notReviewing, when.schedule]),
        // What is newer is told in an issue, and installed by nobody. A registry that is away is no fault of the stage.
        script: ["make tools", 'eval "$(make env)"', "node cli/outdated.ts --tell"],
        allow_failure: true,
      },
      ...(registryClean && {
        [`registry-clean ${stage}`]: {
          ...job("drift", [notReviewing, when.schedule]),
          script: ["make registry-clean YES=1"],
        },
      }),
    } satisfies Record<string, Job>;
  });
  return Object.assign({}, ...jobs);
}
