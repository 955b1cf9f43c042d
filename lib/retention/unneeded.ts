import type { Needs } from "./needs.ts";
import type { StoredManifest } from "./stored-manifest.ts";

/** What stays although nothing needs it now. */
export interface RetentionRules {
  /** Days for which everything stays after it was pushed. */
  readonly days: number;
  /** Number of builds that stay of each repository and kind of tag. */
  readonly builds: number;
}

/**
 * Why a manifest stays. `needed`: a lock, a release, a container or a file names it. `young`: it was pushed a short time ago, or
 * nobody knows when. `named`: it has a tag without a number, such as `latest`. `build`: it is among the newest. `part`: it belongs to
 * one that stays.
 */
export type KeptBecause = "needed" | "young" | "named" | "build" | "part";

export interface Selection {
  /** What nobody needs, an index before its images. */
  readonly unneeded: readonly StoredManifest[];
  readonly kept: ReadonlyMap<StoredManifest, KeptBecause>;
}

const day = 86_400_000;

/** Divides the manifests of a registry. @param now milliseconds since 1970 */
export function selectUnneeded(
  stored: readonly StoredManifest[],
  needs: Needs,
  rules: RetentionRules,
  now: number,
): Selection {
  const newest = newestBuilds(stored, rules.builds);
  const reasonOf = (each: StoredManifest): KeptBecause | undefined => {
    const { repository, digest, tags, pushed } = each;
    if (needs.digests.has(digest) || tags.some((tag) => needs.tags.has(`${repository}:${tag}`)))
      return "needed";
    if (pushed === undefined || pushed > now - rules.days * day) return "young";
    if (tags.some((tag) => kindOf(tag) === "")) return "named";
    return newest.has(each) ? "build" : undefined;
  };
  const kept = new Map<StoredManifest, KeptBecause>();
  for (const each of stored) {
    const reason = reasonOf(each);
    if (reason) kept.set(each, reason);
  }
  keepParts(stored, kept);
  const left = stored.filter((each) => !kept.has(each));
  const isIndex = ({ children }: StoredManifest) => children.length > 0;
  return { unneeded: [...left.filter(isIndex), ...left.filter((each) => !isIndex(each))], kept };
}

/** Adds the images of each index that stays, and what belongs to a manifest that stays, such as its signatures. */
function keepParts(stored: readonly StoredManifest[], kept: Map<StoredManifest, KeptBecause>): void {
  const place = ({ repository }: StoredManifest, digest: string) => `${repository}@${digest}`;
  const known = new Map(stored.map((each) => [place(each, each.digest), each]));
  const belonging = Map.groupBy(
    stored.flatMap((each) => ownersOf(each).map((owner) => ({ each, owner: place(each, owner) }))),
    ({ owner }) => owner,
  );
  const waiting = [...kept.keys()];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const owner = next;
    const children = owner.children.flatMap((digest) => known.get(place(owner, digest)) ?? []);
    const parts = (belonging.get(place(owner, owner.digest)) ?? []).map(({ each }) => each);
    for (const part of [...children, ...parts]) {
      if (kept.has(part)) continue;
      kept.set(part, "part");
      waiting.push(part);
    }
  }
}

/** A tag by which clients find what belongs to a manifest, such as `sha256-<hex>` or `sha256-<hex>.sig`. */
const ownerTag = /^sha256-([0-9a-f]{64})(\..+)?$/;

/** The digests of the manifests to which one belongs. */
function ownersOf({ subject, tags }: StoredManifest): string[] {
  const tagged = tags.flatMap((tag) => ownerTag.exec(tag)?.[1] ?? []);
  return [...(subject ? [subject] : []), ...tagged.map((hex) => `sha256:${hex}`)];
}

/**
 * The kind of builds to which a tag belongs: its text before the first number, or `commit` for a commit's hash. Empty for a tag
 * without a number. Undefined for one that names an owner.
 */
function kindOf(tag: string): string | undefined {
  if (ownerTag.test(tag)) return undefined;
  if (/^[0-9a-f]{7,40}$/.test(tag) && !/^\d+$/.test(tag)) return "commit";
  const [, text = ""] = /^(\D*)\d/.exec(tag) ?? [];
  return /\d/.test(tag) ? `${text}#` : "";
}

/** The newest builds of each repository and kind of tag. */
function newestBuilds(stored: readonly StoredManifest[], builds: number): ReadonlySet<StoredManifest> {
  const kinds = stored.flatMap((each) => {
    const own = new Set(each.tags.flatMap((tag) => kindOf(tag) || []));
    return [...own].map((kind) => ({ each, kind: `${each.repository} ${kind}` }));
  });
  const groups = [...Map.groupBy(kinds, ({ kind }) => kind).values()];
  return new Set(
    groups.flatMap((group) =>
      group
        .map(({ each }) => each)
        .sort((a, b) => (b.pushed ?? 0) - (a.pushed ?? 0))
        .slice(0, builds),
    ),
  );
}
