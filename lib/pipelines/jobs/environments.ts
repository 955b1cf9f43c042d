import type { Job, Rule } from "../pipeline.ts";
import { asManual, notScheduled, when } from "../rules.ts";
import { otherBranches } from "./image-jobs.ts";

/** The part of a deployment job that depends on the target. Where and when it runs is the same for all. */
export interface DeploymentJob {
  readonly image: string;
  readonly url: string;
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  /** A file that the script writes, with variables for the URL. */
  readonly dotenv?: string;
}

/** Deploys the default branch to staging. */
export function stagingJob(deployment: DeploymentJob): Job {
  return environmentJob("staging", [notScheduled, when.defaultBranch], deployment);
}

/** Deploys a tag to production when a person starts the job. */
export function productionJob(deployment: DeploymentJob): Job {
  return environmentJob("production", [asManual(when.tag)], deployment);
}

function environmentJob(
  name: "staging" | "production",
  rules: readonly Rule[],
  { url, dotenv: _, ...deployment }: DeploymentJob,
): Job {
  return {
    stage: "deploy",
    tags: ["shared"],
    rules,
    environment: { name, url, deployment_tier: name },
    resource_group: name,
    interruptible: false,
    ...deployment,
  };
}

const name = "review/$CI_COMMIT_REF_SLUG";

/** Deploys a branch to an environment of its own. It ends after a week, with its branch, or when a person stops it. */
export function reviewJob({ url, dotenv, ...deployment }: DeploymentJob): Job {
  return {
    stage: "deploy",
    tags: ["shared"],
    rules: otherBranches,
    environment: { name, url, on_stop: "cleanup", auto_stop_in: "1 week", deployment_tier: "development" },
    resource_group: name,
    ...deployment,
    ...(dotenv === undefined ? {} : { artifacts: { expire_in: "1 week", reports: { dotenv } } }),
  };
}

/** Stops the environment of a branch. */
export function cleanupJob({ url: _, dotenv: __, ...deployment }: DeploymentJob): Job {
  return {
    comment: "Has the rules of the job that it undoes, else GitLab could not offer it.",
    notes: { variables: "The branch may be gone already, so nothing is checked out." },
    stage: "cleanup",
    tags: ["shared"],
    rules: otherBranches.map((rule) => (rule.when === "never" ? rule : asManual(rule))),
    needs: [],
    environment: { name, action: "stop", deployment_tier: "development" },
    resource_group: name,
    allow_failure: true,
    variables: { GIT_STRATEGY: "none" },
    ...deployment,
  };
}
