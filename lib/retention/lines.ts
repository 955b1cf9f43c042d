import { aligned } from "../changes/columns.ts";
import { sizeText } from "../docker/size-text.ts";
import type { StoredManifest } from "./stored-manifest.ts";
import type { KeptBecause, RetentionRules, Selection } from "./unneeded.ts";

/** A table with a line for each manifest that nobody needs, in order. Empty if there is none. */
export function unneededLines({ unneeded }: Selection): string[] {
  if (unneeded.length === 0) return [];
  const rows = [...unneeded]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((each) => [each.repository, tagsOf(each), each.digest.slice("sha256:".length, 19), pushedOn(each)]);
  return aligned([["REPOSITORY", "TAGS", "DIGEST", "PUSHED"], ...rows]);
}

/** The number of manifests that stay for each reason, in one sentence. */
export function keptLine({ kept }: Selection, { days }: RetentionRules): string {
  const count = (wanted: KeptBecause) => [...kept.values()].filter((reason) => reason === wanted).length;
  const words: readonly [KeptBecause, string][] = [
    ["needed", "in use"],
    ["young", `pushed in the last ${days} days`],
    ["named", "with a tag that has no number"],
    ["build", "newest of their kind"],
    ["part", "parts of these"],
  ];
  const counted = words
    .filter(([reason]) => count(reason) > 0)
    .map(([reason, text]) => `${count(reason)} ${text}`);
  return `${kept.size} stay${counted.length > 0 ? `: ${counted.join(", ")}` : ""}.`;
}

/** The bytes of what only unneeded manifests name. */
export function unneededBytes({ unneeded, kept }: Selection): number {
  const shared = new Set([...kept.keys()].flatMap(({ blobs }) => Object.keys(blobs)));
  const own = new Map(unneeded.flatMap(({ blobs }) => Object.entries(blobs)));
  return [...own].reduce((sum, [digest, size]) => sum + (shared.has(digest) ? 0 : size), 0);
}

/** What a deletion would free, such as `12 manifests, 1.2 GB`. */
export function sizeLine(selection: Selection): string {
  const { length } = selection.unneeded;
  return `${length} ${length === 1 ? "manifest" : "manifests"}, ${sizeText(unneededBytes(selection))}`;
}

function nameOf({ repository, tags, digest }: StoredManifest): string {
  return `${repository}:${tags[0] ?? `@${digest}`}`;
}

function tagsOf({ tags, children }: StoredManifest): string {
  return tags.join(", ") || (children.length > 0 ? "none, an index" : "none");
}

function pushedOn({ pushed }: StoredManifest): string {
  return pushed === undefined ? "" : new Date(pushed).toISOString().slice(0, 10);
}
