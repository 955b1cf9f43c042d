import type { StackPlan } from "../compose/index.ts";
import { volumeSizes } from "../docker/disk-usage.ts";
import type { Observation } from "../docker/observation.ts";
import type { Problem } from "../problems/index.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import { type State, volumesEverMade } from "../state/index.ts";
import { dockerCommand } from "./docker-command.ts";
import type { AnsweredLook } from "./engine-look.ts";
import { keptVolumes, keptVolumeWarnings } from "./kept-volumes.ts";
import type { PlacedStack } from "./stacks.ts";
import {
  idleAllowances,
  missingVolumes,
  type VolumeEngine,
  type VolumeFacts,
  volumeReport,
  withVolumeLives,
} from "./volumes.ts";

/** The decisions about the volumes of a stage. */
export interface StageVolumes {
  /** A stack's plan with the decisions about its volumes. */
  readonly planOf: (stack: PlacedStack) => StackPlan;
  readonly problems: readonly Problem[];
  /** Problems that a preview shows as warnings and that stop an update. */
  readonly refusals: readonly Problem[];
  readonly warnings: readonly string[];
}

/** An engine that answered, and the stage's things on it. */
export interface ObservedEngine extends AnsweredLook {
  readonly observed: Observation;
}

/** Decides about the volumes of all engines together, because a stack's data may stay on one engine when it moves. */
export async function stageVolumes(
  settings: Settings,
  looks: readonly ObservedEngine[],
  state: () => Promise<State>,
): Promise<StageVolumes> {
  const engines = new Map(looks.map((look) => [look, volumeEngine(settings, look)] as const));
  const isLost = await lostVolumes(looks, state);
  const facts = new Map(
    [...engines].flatMap(([{ stacks }, { live, place }]) =>
      stacks.map((stack): [string, VolumeFacts] => {
        const { id, plan } = stack;
        const names = plan.volumes.map(({ fields }) => fields.name);
        const lost = new Set(names.filter((name) => idsOf(stack).some((each) => isLost(each, name))));
        const secrets = Object.values(settings.secrets);
        return [id, { live, lost, allowed: settings.allowDelete, place, secrets }];
      }),
    ),
  );
  const reports = looks.flatMap(({ stacks }) =>
    stacks.map(({ id, plan }) => volumeReport(plan, facts.get(id) as VolumeFacts)),
  );
  const all = [...engines.values()];
  return {
    planOf: ({ id, plan }) => withVolumeLives(plan, facts.get(id) as VolumeFacts),
    problems: all.flatMap(missingVolumes),
    refusals: reports.flatMap(({ refusals }) => refusals),
    warnings: [
      ...reports.flatMap(({ warnings }) => warnings),
      ...(await keptWarnings(engines, settings.stage)),
      ...idleAllowances(settings.allowDelete, all, settingPath(settings.file, ["allowDelete"])),
    ],
  };
}

function volumeEngine(
  { hosts }: Settings,
  { engine, hosts: [host], stacks, observed }: ObservedEngine,
): VolumeEngine {
  const used = Object.keys(hosts).filter((name) => stacks.some((stack) => stack.host === name));
  return {
    place: used.length > 0 ? used.join(", ") : host,
    command: dockerCommand(engine.address, hosts[host]?.certPath),
    plans: stacks.map(({ plan }) => plan),
    live: observed.volumes,
  };
}

/** @returns names of missing volumes that an earlier run created. The state is read only if a volume is missing */
async function lostVolumes(
  looks: readonly ObservedEngine[],
  state: () => Promise<State>,
): Promise<(stack: string, name: string) => boolean> {
  const missing = looks.flatMap(({ observed, stacks }) =>
    stacks.flatMap((stack) =>
      stack.plan.volumes
        .filter(({ external, fields }) => !external && !observed.volumes.has(fields.name))
        .flatMap(({ fields }) => idsOf(stack).map((each) => `${each} ${fields.name}`)),
    ),
  );
  const recorded = missing.length > 0 ? volumesEverMade((await state()).deployment) : new Set();
  const lost = new Set(missing.filter((each) => recorded.has(each)));
  return (stack, name) => lost.has(`${stack} ${name}`);
}

/** The ids of a stack, former ones included. */
function idsOf({ id, formerPlaces = [] }: PlacedStack): string[] {
  return [id, ...formerPlaces.map((former) => former.id)];
}

/** Warnings about kept volumes. Sizes are asked only if there are any. */
async function keptWarnings(
  engines: ReadonlyMap<ObservedEngine, VolumeEngine>,
  stage: string,
): Promise<string[]> {
  const sizes = new Map<VolumeEngine, ReadonlyMap<string, number>>();
  const keeping = [...engines].filter(([, engine]) => keptVolumes(engine, stage).length > 0);
  await Promise.all(keeping.map(async ([look, engine]) => sizes.set(engine, await volumeSizes(look.engine))));
  return keptVolumeWarnings([...engines.values()], stage, (engine, name) => sizes.get(engine)?.get(name));
}
