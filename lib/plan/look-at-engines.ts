import { hasContent } from "../comparison/index.ts";
import type { ContainerPlan } from "../compose/index.ts";
import { type Engine, EngineError } from "../docker/client.ts";
import { type EngineSnapshot, type Questions, takeEngineSnapshot } from "../docker/engine-snapshot.ts";
import { groupByEngine } from "../docker/engines.ts";
import { ownedBy } from "../docker/observation.ts";
import type { Owner } from "../docker/ownership.ts";
import type { Settings } from "../settings/index.ts";
import { observationScope } from "./adopted-stacks.ts";
import type { EngineLook } from "./engine-look.ts";
import { type ImagesOfEngine, imagesOf } from "./images-of-engine.ts";
import { requiredAbilities } from "./preflight-targets.ts";
import type { RegistryPlan } from "./registry.ts";
import type { PlacedStack } from "./stacks.ts";

/** Looks at every engine of the settings once, all at the same time. */
export function lookAtEngines(
  settings: Settings,
  registry: RegistryPlan | undefined,
  placed: readonly PlacedStack[],
  owner: Owner,
): Promise<EngineLook[]> {
  const looks = groupByEngine(settings.hosts).map(async ({ engine, hosts }): Promise<EngineLook> => {
    const stacks = placed.filter(({ host }) => hosts.includes(host));
    const images = imagesOf(stacks, settings, registry);
    const questions = questionsTo(stacks, images, owner);
    return { engine, hosts, stacks, images, answer: await answerOf(engine, questions) };
  });
  return Promise.all(looks);
}

async function answerOf(engine: Engine, questions: Questions): Promise<EngineSnapshot | EngineError> {
  try {
    return await takeEngineSnapshot(engine, questions);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

function questionsTo(
  stacks: readonly PlacedStack[],
  { pulled, own }: ImagesOfEngine,
  owner: Owner,
): Questions {
  const plans = stacks.map(({ plan }) => plan);
  const needs = requiredAbilities(plans);
  const uploads = new Map(plans.flatMap(({ containers }) => containers.map(uploadedPaths)));
  const isOwn = ownedBy(owner, observationScope(stacks).containers);
  return {
    isInspected: ({ name, labels }) => isOwn(name, labels),
    filesOf: ({ name, labels, state }) =>
      state === "running" && isOwn(name, labels) ? (uploads.get(name) ?? []) : [],
    images: [...pulled.map(({ reference }) => reference), ...own],
    needsImages: plans.some(({ images }) => images.some(({ tagged }) => tagged !== undefined)),
    needsApiVersion: needs.some((need) => "api" in need),
    needsInfo: true,
  };
}

/** The files of a container whose content its plan knows. */
function uploadedPaths({ fields }: ContainerPlan): readonly [container: string, paths: readonly string[]] {
  return [fields.name, (fields.uploads ?? []).filter(hasContent).map(({ file }) => file)];
}
