import { type PulledImage, uniqueByReference } from "../docker/absent-images.ts";
import { credentials } from "../servers/credentials.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { RegistryPlan } from "./registry.ts";
import type { PlacedStack } from "./stacks.ts";

/** The images of one engine, each once. */
export interface ImagesOfEngine {
  /** What a run pulls there if it is lacking. */
  readonly pulled: readonly PulledImage[];
  /** What a run makes there, or pulls from the stage itself: no registry is asked for it. */
  readonly own: readonly string[];
}

/**
 * The images that a run has or makes on the engine of these stacks. Only what need not come from the stage itself is
 * pulled: what is below the stage's own registry is pushed by pipelines, and only the run brings that registry up.
 */
export function imagesOf(
  stacks: readonly PlacedStack[],
  settings: Settings,
  registry: RegistryPlan | undefined,
): ImagesOfEngine {
  const all = stacks.flatMap(({ plan }) => plan.images);
  const built = new Set(
    all.flatMap(({ build, reference }) => (build ? [reference, ...(build.tags ?? [])] : [])),
  );
  const images = stacks
    .flatMap((stack) => [...ofStack(stack, settings, registry), ...copies(stack, settings, registry)])
    .filter(({ reference }) => !built.has(reference));
  const pulled = uniqueByReference(images);
  const known = new Set(pulled.map(({ reference }) => reference));
  const needed = all.flatMap(({ pull, reference }) => (pull === "never" ? [] : [reference]));
  return { pulled, own: [...new Set(needed)].filter((each) => !known.has(each)) };
}

function ofStack(
  { plan }: PlacedStack,
  settings: Settings,
  registry: RegistryPlan | undefined,
): PulledImage[] {
  const isOwn = (reference: string) =>
    registry?.server !== undefined && reference.startsWith(`${registry.address}/`);
  return plan.images
    .filter(({ build, pull, reference }) => !build && pull !== "never" && !isOwn(reference))
    .map(({ reference, where }) => ({
      reference,
      where,
      login: loginFor(reference, settings, registry),
      isYetToCome: registry !== undefined && reference.startsWith(`${registry.repositories}/`),
    }));
}

/** Of the stage's own registry: its host pulls what it carries copies of. */
function copies({ id }: PlacedStack, { file }: Settings, registry: RegistryPlan | undefined): PulledImage[] {
  if (id !== registry?.server?.id) return [];
  return registry.server.copies.map((reference, index) => {
    const where = settingPath(file, ["registry", "copies", index]);
    return { reference, where, isYetToCome: false };
  });
}

function loginFor(reference: string, { secrets }: Settings, registry: RegistryPlan | undefined) {
  const password = secrets[credentials.registry.password];
  if (!registry || password === undefined || !reference.startsWith(`${registry.address}/`)) return undefined;
  return { user: registry.user, password };
}
