import { roleVariable } from "../engine/arguments.ts";
import type { Artifact, Cache, Job, Service } from "../protocol/job.ts";
import { withinProject } from "./select.ts";
import { checkWord, shellPattern } from "./shell.ts";
import type { Variables } from "./variables.ts";

/** The name of the only job. */
export const jobName = "job";

/** The contents of a job's `.gitlab-ci.yml` for gitlab-ci-local, with all variables filled in. */
export interface PipelineParts {
  readonly job: Job;
  readonly image: string;
  readonly variables: Variables;
  readonly projectDir: string;
  readonly caches: readonly {
    readonly name: string;
    readonly paths: readonly string[];
    readonly when: string;
  }[];
}

/**
 * A pipeline of one job. It holds no variables: the job finds them in its environment. Its artifacts are all
 * files that any end of the job may upload; the runner chooses among them.
 */
export function pipeline({ job, image, variables, projectDir, caches }: PipelineParts): object {
  const step = (name: string) => job.steps.find((step) => step.name === name)?.script ?? [];
  const paths = artifactPaths(job.artifacts ?? [], variables, projectDir);
  const docker = withoutNothing(job.image?.executor_opts?.docker ?? {});
  for (const [what, word] of Object.entries(docker)) checkWord(what, String(word));
  const after = step("after_script");
  return {
    stages: ["test"],
    [jobName]: {
      image: {
        name: image,
        ...(job.image?.entrypoint ? { entrypoint: job.image.entrypoint } : {}),
        ...(Object.keys(docker).length > 0 ? { docker } : {}),
      },
      services: (job.services ?? []).map((service, index) => ({
        ...serviceOf(service, variables),
        variables: { [roleVariable]: `service-${index}` },
      })),
      variables: { [roleVariable]: "job" },
      script: step("script"),
      ...(after.length > 0 ? { after_script: after } : {}),
      ...(paths.length > 0 ? { artifacts: { when: "always", paths: paths.map(shellPattern) } } : {}),
      ...(caches.length > 0
        ? {
            cache: caches.map(({ name, paths, when }) => ({
              key: name,
              policy: "push",
              when,
              paths: paths.map(shellPattern),
            })),
          }
        : {}),
    },
  };
}

export function artifactPaths(
  artifacts: readonly Artifact[],
  variables: Variables,
  projectDir: string,
): string[] {
  const paths = artifacts.flatMap(({ paths }) => paths ?? []);
  return [...new Set(expandedPaths(paths, variables, projectDir))];
}

export function cachePaths(cache: Cache, variables: Variables, projectDir: string): string[] {
  return expandedPaths(cache.paths ?? [], variables, projectDir);
}

/** Without those that are empty once their variables are filled in. */
export function expandedPaths(paths: readonly string[], variables: Variables, projectDir: string): string[] {
  return paths
    .map((path) => withinProject(variables.expand(path), projectDir))
    .filter((path) => path.trim() !== "");
}

/** With its first alias only: gitlab-ci-local waits for the service by this name. */
function serviceOf(service: Service, variables: Variables): object {
  const [alias] = aliases(service, variables);
  if (alias !== undefined) checkWord("alias", alias);
  return { name: variables.expand(service.name), ...(alias === undefined ? {} : { alias }) };
}

export function aliases({ alias }: Service, variables: Variables): string[] {
  return variables
    .expand(alias ?? "")
    .split(/[ ,]+/)
    .filter((name) => name !== "");
}

function withoutNothing(values: object): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}
