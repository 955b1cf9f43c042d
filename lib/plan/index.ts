import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkStacks, type FileSystem } from "../compose/index.ts";
import { absentImages, type ImageTarget } from "../docker/absent-images.ts";
import { type EngineSettings, engineSettings } from "../docker/engine-info.ts";
import type { Owner } from "../docker/ownership.ts";
import { preflight } from "../docker/preflight.ts";
import { exceptionProblems, judgeDeclared } from "../policy/index.ts";
import { type Problem, problemLine, refuse } from "../problems/index.ts";
import { type Holds, heldLines, holdsInForce } from "../releases/index.ts";
import { type Settings, stackName } from "../settings/index.ts";
import { pulumiCli, stateOnDemand } from "../state/index.ts";
import { absentHostPaths } from "./absent-paths.ts";
import { adoptedProblems } from "./adopted-stacks.ts";
import { compareWithEngines } from "./compare-with-engines.ts";
import { type AnsweredLook, type EngineLook, hasAnswered } from "./engine-look.ts";
import {
  type AbandonedContainer,
  abandonedContainers,
  networkProblems,
  restoredWarnings,
} from "./engine-view.ts";
import { engineVolumeProblems } from "./engine-volumes.ts";
import { exposedRunners } from "./exposed-runners.ts";
import { missingNetworkProblems } from "./external-networks.ts";
import { type GitLabPlan, planGitLab } from "./gitlab.ts";
import { gitlabPreflight } from "./gitlab-preflight.ts";
import { lockFor, readLock, withLock } from "./locked-images.ts";
import { lookAtEngines } from "./look-at-engines.ts";
import { preflightTargets } from "./preflight-targets.ts";
import { type ProjectPlan, planProjects } from "./projects.ts";
import { type PypiPlan, planPypi } from "./pypi.ts";
import { planRegistry, type RegistryPlan } from "./registry.ts";
import { planRunners, type RunnerPlan, tagProblems } from "./runners.ts";
import { sharedNetworkProblems } from "./shared-networks.ts";
import { loadStacks, type PlacedStack } from "./stacks.ts";
import { type UnreachableHosts, unreachableHosts, unreachableWarnings } from "./unreachable-hosts.ts";

export type { Owner } from "../docker/ownership.ts";
export { type AwaitedImagePlan, awaitedImages } from "./awaited-images.ts";
export type { VariablePlan } from "./ci-variables.ts";
export { type GitLabPlan, type GroupPlan, standinToken } from "./gitlab.ts";
export { declaredNetworks } from "./networks.ts";
export type { EnvironmentPlan, ProjectPlan, SchedulePlan } from "./projects.ts";
export { type PypiPlan, pypiHtpasswd } from "./pypi.ts";
export { type RegistryPlan, type RegistryServer, registryFiles } from "./registry.ts";
export { type RunnerPlan, runnerFiles } from "./runners.ts";
export type { Server } from "./server.ts";
export { stackNotes } from "./stack-notes.ts";
export type { PlacedStack } from "./stacks.ts";
export { type UnreachableHost, type UnreachableHosts, unreachableSummary } from "./unreachable-hosts.ts";
export type { VariableValue } from "./variable-sources.ts";
export { isVolumeAsDeclared } from "./volumes.ts";

/** Everything that a stage declares on its engines and in its GitLab. */
export interface StagePlan {
  readonly owner: Owner;
  readonly registry: RegistryPlan | undefined;
  readonly pypi: PypiPlan | undefined;
  readonly gitlab: GitLabPlan | undefined;
  readonly projects: readonly ProjectPlan[];
  readonly runners: readonly RunnerPlan[];
  /** Stacks on hosts that answer. */
  readonly stacks: readonly PlacedStack[];
  readonly unreachable: UnreachableHosts;
  /** References of images that the engines lack, by the engine's address. */
  readonly lackedImages: ReadonlyMap<string, ReadonlySet<string>>;
  /** What is recorded of the engines' own settings, by the engine's address. */
  readonly engineSettings: ReadonlyMap<string, EngineSettings>;
  /** Containers that the run removes, though Pulumi does not know them. */
  readonly abandoned: readonly AbandonedContainer[];
  /** Problems that a preview shows as warnings and that stop an update: lost data, a deviation from the files, a broken rule. */
  readonly refusals: readonly Problem[];
  /** Warnings, a line each. */
  readonly warnings: readonly string[];
}

/**
 * Plans a stage from its settings and the stack folders below `root`. Looks at every engine and at GitLab once.
 *
 * @throws ProblemError with all faults, before anything is declared.
 */
export async function planStage(
  settings: Settings,
  root: string,
  owner: Owner,
  holds: Holds = {},
): Promise<StagePlan> {
  const problems: Problem[] = [];
  const plan = draftStage(settings, root, problems, { holds });
  const state = stateOnDemand(() => pulumiCli(stackName()));
  const uses = { stacks: plan.stacks, servers: serversOf(plan) };
  const looks = await lookAtEngines(settings, plan.registry, placedStacks(plan), owner);
  const unreachable = await unreachableHosts(settings, uses, looks, state, problems);
  const isReachable = ({ host }: PlacedStack) => !unreachable.has(host);
  const engines = looks.map((look): EngineLook => ({ ...look, stacks: look.stacks.filter(isReachable) }));
  const answered = engines.filter(hasAnswered);
  const [absent, ...found] = await Promise.all([
    absentImages(answered.map(imageTarget)),
    preflight(engines.map((look) => ({ ...look, targets: preflightTargets(look, settings, owner) }))),
    gitlabPreflight(settings, plan.gitlab),
  ]);
  const paths = absentHostPaths(answered);
  problems.push(...found.flat(), ...absent.problems, ...paths.problems);
  refuse(problems);
  const { withComparison, views, volumes } = await compareWithEngines(settings, answered, owner, state);
  refuse([
    ...volumes.problems,
    ...views.flatMap(sharedNetworkProblems),
    ...views.flatMap((view) => [...networkProblems(view), ...missingNetworkProblems(settings, view)]),
  ]);
  const withServer = <Part extends { readonly server: PlacedStack | undefined }>(part: Part): Part => ({
    ...part,
    server: part.server && withComparison(part.server),
  });
  return {
    ...plan,
    owner,
    registry: plan.registry && withServer(plan.registry),
    pypi: plan.pypi && withServer(plan.pypi),
    gitlab: plan.gitlab && withServer(plan.gitlab),
    runners: plan.runners.map(withServer),
    stacks: plan.stacks.filter(isReachable).map(withComparison),
    unreachable,
    lackedImages: new Map(answered.map(({ engine, answer }) => [engine.address, answer.lackedImages])),
    engineSettings: new Map(
      answered.flatMap(({ engine, answer: { info } }) =>
        info ? [[engine.address, engineSettings(info)]] : [],
      ),
    ),
    abandoned: settings.renew.length > 0 ? [] : views.flatMap(abandonedContainers),
    refusals: [...plan.refusals, ...volumes.refusals],
    warnings: [
      ...plan.warnings,
      ...unreachableWarnings(unreachable),
      ...views.flatMap(restoredWarnings),
      ...absent.warnings,
      ...paths.warnings,
      ...volumes.warnings,
    ],
  };
}

function imageTarget({ engine, hosts: [host], images, answer }: AnsweredLook): ImageTarget {
  return { engine, host, pulled: images.pulled, lacked: answer.lackedImages };
}

export interface DraftOptions {
  /** Through which all that stacks name is read. Default: the disk. */
  readonly files?: FileSystem;
  /** Stacks that stay at a release. Default: none. */
  readonly holds?: Holds;
}

/**
 * The plan from files and settings only, without a look at engines. Faults are added to `problems`.
 */
export function draftStage(
  settings: Settings,
  root: string,
  problems: Problem[],
  { files, holds: recorded = {} }: DraftOptions = {},
): StagePlan {
  const warnings: string[] = [];
  const registry = planRegistry(settings);
  const pypi = planPypi(settings);
  const gitlab = planGitLab(settings, root, problems);
  const projects = planProjects({ settings, root, registry, pypi, problems, warnings });
  const runners = planRunners(settings, gitlab);
  const lock = readLock(settings, root, problems);
  const holds = holdsInForce(recorded, lock);
  const places = { root, holds, ...(files && { files }) };
  const stacks = loadStacks(settings, registry, places, problems, warnings).map((each) =>
    withLock(each, lockFor(each.id, lock, holds)),
  );
  warnings.push(...heldLines(settings.stage, holds));
  const owner = { stage: settings.stage };
  const { refusals, warnings: broken } = judgeDeclared(settings, { stacks, projects });
  warnings.push(...broken, ...exposedRunners(settings).map(problemLine));
  const servers = { registry, pypi, gitlab, runners };
  const unknown = { unreachable: new Map(), lackedImages: new Map(), engineSettings: new Map() };
  const empty = { ...unknown, abandoned: [], refusals };
  const plan = { owner, ...servers, projects, stacks, ...empty, warnings };
  const engineOf = (host: string) => settings.hosts[host]?.engine ?? "";
  problems.push(
    ...tagProblems(settings, projects, runners),
    ...engineVolumeProblems(settings, projects),
    ...exceptionProblems(settings, stacks, (id) => existsSync(join(root, "stacks", id))),
    ...adoptedProblems(settings, root, stacks),
    ...checkStacks(
      placedStacks(plan).map(({ label, host, plan }) => ({
        label,
        engine: engineOf(host),
        plan,
      })),
    ),
  );
  return plan;
}

/** Everything on hosts: the stage's own servers and its stacks. */
export function placedStacks(plan: StagePlan): PlacedStack[] {
  return [...serversOf(plan), ...plan.stacks];
}

/** The stage's own servers, with its runners. */
function serversOf({ registry, pypi, gitlab, runners }: StagePlan): PlacedStack[] {
  return [registry, pypi, gitlab, ...runners].flatMap((each) => each?.server ?? []);
}
