import { type PulledImage, uniqueByReference } from "../docker/absent-images.ts";
import { credentials } from "../servers/credentials.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { RegistryPlan } from "./registry.ts";
import type { PlacedStack } from "./stacks.ts";

/** The images of one engine, each once. */
export interface ImagesOfEngine {
  /** Images that a run pulls if the engine lacks them. */
  readonly pulled: readonly PulledImage[];
  /** Images that a run builds, or pulls from the stage's own registry. No registry is asked for them. */
  readonly own: readonly string[];
}

/**
 * The images of these stacks on their engine. An image in the stage's own registry is not among the pulled ones: pipelines
 * push it, and only the run brings that registry up.
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

/** The images of which the stage's own registry has copies. The registry's host pulls them. */
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
