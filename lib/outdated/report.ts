import { tagOf } from "../docker/image-names.ts";
import { newerTags } from "./newer-tags.ts";
import type { PackageNews } from "./package-news.ts";

/** An image that a stage runs. */
export interface RunningImage {
  /** As its compose file names it, such as `nginx:1.26`. */
  readonly reference: string;
  /** `sha256:…` of what runs. */
  readonly digest: string;
  /** The stacks that run it, such as `10.0.0.60/chat`, sorted. */
  readonly stacks: readonly string[];
}

/** What a registry says of an image. */
export interface RegistryAnswer {
  /** All tags of its repository. Undefined if the registry has no such repository. */
  readonly tags: readonly string[] | undefined;
  /** The digest that its tag has now. Undefined if the registry has no such tag. */
  readonly digest: string | undefined;
}

/** What is newer than an image that runs. */
export interface ImageNews {
  readonly reference: string;
  readonly stacks: readonly string[];
  /** The newest tag of the same form whose first number is the same. */
  readonly compatible: string | undefined;
  /** The newest tag of the same form, if it is another one. */
  readonly newest: string | undefined;
  /** `moved`: its tag names another image now. `gone`: its registry no longer has the tag. */
  readonly tag: "same" | "moved" | "gone";
}

/** What `make outdated` says, as data. */
export interface OutdatedReport {
  readonly format: 1;
  readonly stage: string;
  /** When registries and indexes were asked, in ISO 8601. */
  readonly at: string;
  /** Number of images that were looked at. */
  readonly looked: number;
  /** Images for which there is news, in order. */
  readonly images: readonly ImageNews[];
  /** Number of pinned packages that were looked at. */
  readonly lookedPackages: number;
  /** Packages for which there is news, in order. */
  readonly packages: readonly PackageNews[];
  /** Who did not answer, and why, a line each. */
  readonly unanswered: readonly string[];
}

/** Undefined if nothing is newer, and the tag names what runs. */
export function newsOf(image: RunningImage, { tags, digest }: RegistryAnswer): ImageNews | undefined {
  const { reference, stacks } = image;
  const { compatible, newest } = newerTags(tagOf(reference), tags ?? []);
  const tag = digest === undefined ? "gone" : digest === image.digest ? "same" : "moved";
  if (tag === "same" && compatible === undefined && newest === undefined) return undefined;
  return { reference, stacks, compatible, newest, tag };
}

/** True if something is newer, or gone. */
export function hasNews({ images, packages }: OutdatedReport): boolean {
  return images.length > 0 || packages.length > 0;
}

/** 0 without news, 2 with news, 1 if somebody did not answer. */
export function outdatedCode(report: OutdatedReport): 0 | 1 | 2 {
  if (report.unanswered.length > 0) return 1;
  return hasNews(report) ? 2 : 0;
}
