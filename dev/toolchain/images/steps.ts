import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { withFolder } from "../setup/files.ts";
import { fingerprint } from "../setup/recipe.ts";
import type { Activity, Step } from "../setup/step.ts";
import { debianFingerprint, imageCache } from "./debian.ts";
import { buildImage, type Labels, labelsOf, localBuild, type PullFailure, pull } from "./engine.ts";
import { ownCertificates } from "./machine.ts";
import { fetchPart } from "./parts.ts";
import { type Recipe, recipes } from "./recipes.ts";

/** Whether the image with these labels is used as it is; no labels: there is no such image. */
export type Serves = (recipe: Recipe, labels: Labels | undefined) => boolean;

/** Whatever has the name: another image under it is for `make drift` to report, and not for set-up to replace. */
export const isThere: Serves = (_, labels) => labels !== undefined;

/**
 * A step for each image, and for the images these start from. An image that does not serve is pulled, and where that
 * fails, built.
 * @param tags of the recipes; default all. An unknown one throws.
 * @param engine the step that provides the engine, if it may still have to run
 */
export function imageSteps(
  tags: readonly string[] = recipes.map(({ tag }) => tag),
  serves: Serves = isThere,
  engine?: Step,
): Step[] {
  const wanted = new Set(tags.flatMap((tag) => [...lineage(recipeOf(tag))]));
  let present: Promise<ReadonlyMap<string, Labels>> | undefined;
  let closed: PullFailure | undefined;
  const told = new Map<Recipe, string[]>();

  /** Pulls an image that does not serve. @returns true if it has to be built */
  async function mustBuild(recipe: Recipe, activity: Activity): Promise<boolean> {
    // When all steps were asked first, the engine may not have run yet.
    if (serves(recipe, (await labelsOf([recipe.tag])).get(recipe.tag))) return false;
    const failure = closed ?? (await pull(recipe.tag, activity));
    if (!failure) return false;
    if (!closed) activity.note(`Pulling is not possible: ${failure.reason}.`);
    // One wait for a registry that does not answer is enough.
    if (!failure.answered) closed = failure;
    return true;
  }

  async function provide(recipe: Recipe, activity: Activity): Promise<void> {
    if (!(await mustBuild(recipe, activity))) return;
    activity.note(`Local build of ${recipe.tag}: not the official image, but ${recipe.holds}.`);
    await buildLocally(recipe, activity);
  }

  return [...wanted].map((recipe) => ({
    name: `image ${recipe.tag}`,
    seconds: recipe.seconds,
    after: engine ? [engine] : [],
    fetchesAll: !compiles(recipe),
    done: async () => {
      present ??= labelsOf([...wanted].map(({ tag }) => tag));
      return serves(recipe, (await present).get(recipe.tag));
    },
    fetch: async (activity) => {
      const notes: string[] = [];
      const quiet = { ...activity, note: (text: string) => void notes.push(text) };
      // Programs are compiled one after another: two compilers would compile the same packages.
      const isReady = !compiles(recipe) && (await hasBase(recipe));
      await (isReady ? provide(recipe, quiet) : mustBuild(recipe, quiet));
      told.set(recipe, notes);
    },
    run: async (activity) => {
      for (const note of told.get(recipe) ?? []) activity.note(note);
      await provide(recipe, activity);
    },
  }));
}

/** False while the image that a recipe starts from is still being built. */
async function hasBase({ from }: Recipe): Promise<boolean> {
  return from === undefined || (await labelsOf([from])).has(from);
}

function compiles({ parts }: Recipe): boolean {
  return parts.some(({ kind }) => kind === "go");
}

/** The recipe, after those it starts from. */
function lineage(recipe: Recipe): Recipe[] {
  return recipe.from === undefined ? [recipe] : [...lineage(recipeOf(recipe.from)), recipe];
}

function recipeOf(tag: string): Recipe {
  const found = recipes.find((recipe) => recipe.tag === tag);
  if (found) return found;
  throw new Error(`no recipe for image ${tag}: expected one of ${recipes.map(({ tag }) => tag).join(", ")}`);
}

/** A fingerprint of all that decides the image: its folder, its parts, the Debian below, the image it starts from. */
export function imageFingerprint(recipe: Recipe): string {
  const { folder, from, parts } = recipe;
  const below = from === undefined ? debianFingerprint() : imageFingerprint(recipeOf(from));
  return fingerprint(join(import.meta.dirname, folder), [JSON.stringify(parts), below]);
}

/** An official image, or a local build of this very recipe. */
export const isCurrent: Serves = (recipe, labels) =>
  labels !== undefined &&
  (labels[localBuild] === undefined || labels["smallboat.recipe"] === imageFingerprint(recipe));

function buildLocally(recipe: Recipe, activity: Activity): Promise<void> {
  return withFolder(imageCache, async (context) => {
    cpSync(join(import.meta.dirname, recipe.folder), context, { recursive: true });
    for (const part of recipe.parts) await fetchPart(part, context, activity);
    const labels = {
      "org.opencontainers.image.title": recipe.tag,
      "org.opencontainers.image.description": `Local build, not the official image: ${recipe.holds}`,
      "org.opencontainers.image.created": new Date().toISOString(),
      [localBuild]: "true",
      "smallboat.recipe": imageFingerprint(recipe),
      "smallboat.trusted-certificates": ownCertificates()
        .map((file) => basename(file))
        .join(","),
    };
    await buildImage(recipe.tag, context, labels, activity);
  });
}
