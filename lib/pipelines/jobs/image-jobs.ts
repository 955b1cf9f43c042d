import type { PipelineContext } from "../kind.ts";
import type { Job, Rule } from "../pipeline.ts";
import { type Registry, registries } from "../registries.ts";
import { notScheduled, when } from "../rules.ts";
import { pushImage } from "../shell/docker.ts";
import { refuseReleased } from "../shell/release.ts";
import { buildCommand, type DockerOptions, dockerJob } from "./docker.ts";

/** Rules for all branches except the default branch. The default branch has its own job. */
export const otherBranches: readonly Rule[] = [
  notScheduled,
  { ...when.defaultBranch, when: "never" },
  when.anyBranch,
  when.mergeRequest,
];

interface Chosen extends DockerOptions {
  readonly registry: keyof typeof registries;
}

/** An image job for branches, one for the default branch, and one for tags. */
export function imageJobs(chosen: Chosen, context: PipelineContext): Readonly<Record<string, Job>> {
  const { login }: Registry = registries[chosen.registry];
  const job = (rules: readonly Rule[], script: readonly string[]): Job => ({
    ...dockerJob(chosen, context, login),
    stage: "build-docker",
    rules,
    timeout: "30 minutes",
    script,
  });
  return {
    "build-docker": job(otherBranches, tagged("$CI_COMMIT_REF_SLUG", "$CI_COMMIT_SHORT_SHA")),
    "build-docker:default": job([notScheduled, when.defaultBranch], tagged("latest", "$CI_COMMIT_SHORT_SHA")),
    "build-docker:tags": job(
      [when.tag],
      [reference("$CI_COMMIT_TAG"), refuseReleased, buildCommand("public"), pushImage],
    ),
  };
}

function reference(tag: string): string {
  return `image="$IMAGE:${tag}"`;
}

/** One build("public"), pushed with two tags. */
function tagged(first: string, second: string): string[] {
  const again = `docker tag "$image" "$IMAGE:${second}"`;
  return [reference(first), buildCommand("public"), pushImage, again, reference(second), pushImage];
}
