import { realpathSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { diskFileSystem, type FileSystem, type ImagePlan } from "../compose/index.ts";
import { registryOf } from "../docker/image-names.ts";
import { draftStage, placedStacks, type StagePlan } from "../plan/index.ts";
import { collectProblems } from "../problems/collect.ts";
import type { Problem } from "../problems/index.ts";
import type { StackReferences } from "../releases/index.ts";
import { checkSettings, type Settings } from "../settings/check.ts";
import { settingPath, settingsFile } from "../settings/settings-source.ts";
import { baseImages } from "./base-images.ts";
import { exposedSecrets, type Placeholders, withPlaceholders } from "./placeholders.ts";
import { readFirst } from "./read-first.ts";

/** What settings and stacks say about a stage, without an engine, a state or secrets. */
export interface Draft {
  /** With placeholders for secrets. Undefined if they are faulty. */
  readonly settings: Settings | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** The complete plan of each service as text, by `<host>/<stack> <service>`. */
  readonly services: ReadonlyMap<string, string>;
  /** Real paths of the files outside of `stacks/` that stacks name. */
  readonly outside: ReadonlySet<string>;
  /** Uses of secrets in fields that previews show, as `<stack>: <secret> in <field>`. */
  readonly exposed: ReadonlySet<string>;
  /** What services pull. */
  readonly references: StackReferences;
  /** Registries of all images, as `host[:port]`. */
  readonly registries: ReadonlySet<string>;
  /** References of all images that it needs: those of its stacks, with and without the lock, bases of builds, and the registry's copies. */
  readonly images: ReadonlySet<string>;
}

/**
 * Plans a stage from files alone, with placeholders for secrets.
 * @param config the stage's file as written
 * @param root folder of the checkout
 * @param mayRead whether a file outside of `stacks/`, given by its real path, is read. Others count as empty. Default: all are
 */
export function draftOf(
  stage: string,
  config: Readonly<Record<string, unknown>>,
  root: string,
  mayRead: (path: string) => boolean = () => true,
): Draft {
  const { raw, placeholders } = withPlaceholders(config);
  const problems: Problem[] = [];
  const outside = new Set<string>();
  const files = withinStacks(root, outside, mayRead);
  const settings = collectProblems(problems, () => checkSettings(stage, raw));
  const plan = settings && collectProblems(problems, () => draftStage(settings, root, problems, { files }));
  const placed = plan ? placedStacks(plan) : [];
  for (const path of placed.flatMap(({ plan }) => plan.images.flatMap(buildPaths))) files.isWithin(path);
  const shown = (text: string) => text.replaceAll(`${placeholders.mark}-`, "");
  return {
    settings,
    problems: problems
      .filter((each) => !isOfPlaceholder(each, stage, placeholders))
      .map((each) => ({ ...each, expected: shown(each.expected), found: shown(each.found) })),
    warnings: (plan?.warnings ?? []).map(shown),
    services: servicesOf(plan, (text) => shown(text).replaceAll(root, "")),
    outside,
    exposed: new Set(
      placed.flatMap(({ id, plan }) => exposedSecrets(plan, placeholders).map((use) => `${id}: ${use}`)),
    ),
    references: referencesOf(plan),
    registries: new Set(
      placed.flatMap(({ plan: { images } }) =>
        images.flatMap(({ reference, build }) => (build ? [] : [registryOf(reference)])),
      ),
    ),
    images: new Set([
      ...placed.flatMap(({ plan: { images } }) =>
        images.flatMap((image) =>
          image.build ? baseImages(image) : [image.reference, image.written ?? image.reference],
        ),
      ),
      ...(plan?.registry?.server?.copies ?? []).map((copy) => `${plan?.registry?.repositories}/${copy}`),
    ]),
  };
}

/** True for a problem of a placeholder's form, which says nothing about the secret. */
function isOfPlaceholder({ path }: Problem, stage: string, { secrets }: Placeholders): boolean {
  return Object.keys(secrets).some((name) => path === settingPath(settingsFile(stage), ["secrets", name]));
}

function servicesOf(plan: StagePlan | undefined, shown: (text: string) => string): Map<string, string> {
  const services = (plan?.stacks ?? []).flatMap(({ id, plan }) =>
    plan.containers.map((container): [string, string] => [
      `${id} ${container.service}`,
      shown(JSON.stringify([container, plan.images])),
    ]),
  );
  return new Map(services);
}

/** The references as the compose files have them, whatever the lock has in their place. What a file pins is left out. */
function referencesOf(plan: StagePlan | undefined): StackReferences {
  const stacks = (plan?.stacks ?? []).map(({ id, plan: { containers, images } }) => {
    const found = containers.flatMap(({ service, image: key }) => {
      const image = images.find((each) => each.key === key);
      const written = image?.written ?? image?.reference;
      return written === undefined || image?.build || written.includes("@") ? [] : [[service, written]];
    });
    return [id, Object.fromEntries(found)];
  });
  return Object.fromEntries(stacks);
}

/** The folders and files of this machine that a build reads. */
function buildPaths({ build }: ImagePlan): string[] {
  const { context = "", dockerfile = "", additionalContexts = [], secrets = [] } = build ?? {};
  const more = [
    ...additionalContexts.map((each) => each.replace(/^[^=]*=/, "")),
    ...secrets.map(({ src }) => src),
  ];
  return [context, dockerfile, ...more].filter(isAbsolute);
}

/** Reads the disk, and notes each path outside of `stacks/`. A link or an absolute path can lead there. */
function withinStacks(root: string, outside: Set<string>, mayRead: (path: string) => boolean) {
  const stacks = real(join(root, "stacks"));
  const isInside = (place: string) => place === stacks || place.startsWith(`${stacks}/`);
  const isWithin = (path: string) => {
    const place = real(path);
    if (isInside(place)) return true;
    outside.add(place);
    return mayRead(place);
  };
  return {
    ...diskFileSystem,
    isWithin,
    read: (path) => (isWithin(path) ? diskFileSystem.read(path) : new Uint8Array()),
    // Only messages about a missing path list its folder.
    list: (path) => (isInside(real(path)) || mayRead(real(path)) ? diskFileSystem.list(path) : []),
  } satisfies FileSystem & { isWithin: unknown };
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The number of new, changed and deleted services. @param before default: a draft without services */
export function draftCounts(before: Draft | undefined, after: Draft) {
  const [was, is] = [before?.services ?? new Map<string, string>(), after.services];
  return {
    create: [...is.keys()].filter((name) => !was.has(name)).length,
    update: [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text).length,
    delete: [...was.keys()].filter((name) => !is.has(name)).length,
  };
}

/** What a branch adds to its target, and what a maintainer must read before there is a preview. */
export function draftProblems(before: Draft, after: Draft): Problem[] {
  const remedy = readFirst;
  return [
    ...added(before.outside, after.outside).map((path) => ({
      path: "stacks",
      expected: "stacks that read only files below stacks/",
      found: path,
      remedy,
    })),
    ...added(before.exposed, after.exposed).map((use) => ({
      path: `stacks/${use.split(": ")[0]}`,
      expected: "secrets only in environment, configs and secrets",
      found: use.slice(use.indexOf(": ") + 2),
      remedy,
    })),
    ...added(before.registries, after.registries).map((registry) => ({
      path: "stacks",
      expected: "only images of registries that the default branch uses",
      found: registry,
      remedy,
    })),
  ];
}

function added(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...after].filter((each) => !before.has(each)).sort();
}
