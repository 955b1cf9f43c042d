import { type ImageTarget, type PulledImage, uniqueByReference } from "../docker/absent-images.ts";
import { credentials } from "../servers/credentials.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { RegistryPlan } from "./registry.ts";
import type { PlacedStack } from "./stacks.ts";

/**
 * For each engine, the images that a run has or makes there. Only what need not come from the stage itself is asked
 * for: what is below the stage's own registry is pushed by pipelines, and only the run brings that registry up.
 */
export function imageTargets(
  settings: Settings,
  registry: RegistryPlan | undefined,
  placed: readonly PlacedStack[],
): ImageTarget[] {
  const engines = new Set(Object.values(settings.hosts).map(({ engine }) => engine));
  return [...engines].flatMap((engine) => {
    const hosts = Object.entries(settings.hosts).filter(([, each]) => each.engine === engine);
    const [host = "", { certPath } = {}] = hosts[0] ?? [];
    const names = hosts.map(([name]) => name);
    const stacks = placed.filter(({ host }) => names.includes(host));
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
    const own = [...new Set(needed)].filter((each) => !known.has(each));
    if (pulled.length + own.length === 0) return [];
    return [{ engine, certPath, host, pulled, own }];
  });
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
