import {
  type Deployment,
  inputName,
  nameOf,
  type PropertyMap,
  plainStageOutputs,
  providerOf,
  type RegistryOutput,
  type Resource,
  types,
} from "../state/index.ts";
import type { RecordedProject, RecordedRunner } from "./ci.ts";

/** The parts of a stage about which `make status` asks more than a look tells. */
export interface RecordedParts {
  readonly gitlab: RecordedGitLab | undefined;
  readonly runners: readonly RecordedRunner[];
  readonly projects: readonly RecordedProject[];
  /** Runners' containers. */
  readonly runnerContainers: readonly RunnerContainer[];
  readonly registry: RecordedRegistry | undefined;
  readonly pypiUrl: string | undefined;
}

/** How the last run reached GitLab. */
export interface RecordedGitLab {
  readonly url: string;
  readonly token: string;
  /** File of certificates to trust, by its path from Pulumi.yaml. */
  readonly authorityFile: string | undefined;
  readonly isStandin: boolean;
}

export interface RunnerContainer {
  readonly runner: string;
  /** Name on its engine. */
  readonly container: string;
  /** URN of its engine's provider. */
  readonly provider: string;
}

export interface RecordedRegistry extends RegistryOutput<string> {
  /** URNs of the providers of engines that use it: they pull from it, or run the jobs of pipelines. */
  readonly users: readonly string[];
}

/** The parts, sorted by their names. @param deployment with secrets in plain text */
export function recordedParts(deployment: Deployment): RecordedParts {
  const there = deployment.resources.filter((each) => !each.delete);
  const resources = there.sort((a, b) => (nameOf(a.urn) < nameOf(b.urn) ? -1 : 1));
  const containers = runnerContainers(resources);
  const { registry, pypi, gitlab } = plainStageOutputs(deployment);
  return {
    // Only the token of the stand-in is an output.
    gitlab: recordedGitLab(resources, gitlab?.token !== undefined),
    runners: ofType(resources, types.gitlabRunner).map((runner) => recordedRunner(runner, resources)),
    projects: ofType(resources, types.gitlabProject).map(({ urn, id = "" }) => ({ name: nameOf(urn), id })),
    runnerContainers: containers,
    registry: registry && {
      ...registry,
      users: registryUsers(registry.address, resources, containers),
    },
    pypiUrl: pypi?.url,
  };
}

function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((each) => each.type === type);
}

function recordedGitLab(resources: readonly Resource[], isStandin: boolean): RecordedGitLab | undefined {
  const { baseUrl, token, cacertFile }: PropertyMap =
    ofType(resources, types.gitlabProvider)[0]?.inputs ?? {};
  if (typeof baseUrl !== "string" || typeof token !== "string") return undefined;
  return {
    url: baseUrl.replace(/\/api\/v4\/?$/, ""),
    token,
    authorityFile: typeof cacertFile === "string" ? cacertFile : undefined,
    isStandin,
  };
}

function recordedRunner(
  { urn, id = "", inputs = {} }: Resource,
  resources: readonly Resource[],
): RecordedRunner {
  const project = ofType(resources, types.gitlabProject).find((each) => each.id === String(inputs.projectId));
  return {
    name: nameOf(urn),
    id,
    tags: Array.isArray(inputs.tagLists) ? inputs.tagLists : [],
    project: project && nameOf(project.urn),
  };
}

function runnerContainers(resources: readonly Resource[]): RunnerContainer[] {
  const runners = new Map(ofType(resources, types.runner).map(({ urn }) => [urn, nameOf(urn)]));
  const stacks = new Map(
    ofType(resources, types.hostStack).map(({ urn, parent = "" }) => [urn, runners.get(parent)]),
  );
  return ofType(resources, types.container).flatMap((each): RunnerContainer[] => {
    const runner = stacks.get(each.parent ?? "");
    const [container, provider] = [inputName(each), providerOf(each)];
    return runner && container && provider ? [{ runner, container, provider }] : [];
  });
}

function registryUsers(
  address: string,
  resources: readonly Resource[],
  runners: readonly RunnerContainer[],
): string[] {
  const pulling = ofType(resources, types.image)
    .filter((image) => inputName(image)?.startsWith(`${address}/`))
    .map(providerOf);
  const users = [...pulling, ...runners.map(({ provider }) => provider)];
  return [...new Set(users)].filter((each) => each !== undefined);
}
