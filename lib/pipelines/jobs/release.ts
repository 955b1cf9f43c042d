import type { z } from "zod";
import type { PipelineContext } from "../kind.ts";
import type { Job } from "../pipeline.ts";
import { registries } from "../registries.ts";
import { notScheduled, onBranch, when } from "../rules.ts";
import { pushImage } from "../shell/docker.ts";
import { refuseReleased } from "../shell/release.ts";
import { readVersion } from "../shell/version.ts";
import { type baseOption, buildCommand, type DockerOptions, dockerJob } from "./docker.ts";

export interface ReleaseImage extends DockerOptions {
  /** The repository below the stage's registry. */
  readonly repository: string;
  /** The tag's text before the version, by branch. */
  readonly prefixes: { readonly main: string; readonly dev: string };
  readonly base: z.output<typeof baseOption>;
  /** Script lines between build and push. */
  readonly check?: readonly string[];
}

/** Builds and pushes the image of VERSION: a release on the default branch, a trial on `dev`. */
export function releaseImage(release: ReleaseImage, context: PipelineContext): Job {
  const { repository, prefixes, base, check = [] } = release;
  const job = dockerJob(release, context, registries.environment.login);
  return {
    ...job,
    comment: `A release on the default branch, a trial on dev; other branches build nothing.`,
    stage: "build",
    rules: [
      notScheduled,
      { ...when.defaultBranch, variables: { TAG_PREFIX: prefixes.main, IS_RELEASE: "true" } },
      { ...onBranch("dev"), variables: { TAG_PREFIX: prefixes.dev, IS_RELEASE: "false" } },
    ],
    timeout: "30 minutes",
    script: [
      readVersion,
      `image="$DOCKER_REGISTRY/${repository}:$TAG_PREFIX$version"`,
      `# A release never changes\nif [ "$IS_RELEASE" = true ]; then\n${indent(refuseReleased)}fi\n`,
      buildCommand(base),
      ...check,
      pushImage,
    ],
  };
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
