import { hasVersion, newerVersions, type PackageFile, type Pin, versionsOf } from "../pypi/index.ts";

/** A package that files of a stage pin. */
export interface PinnedPackage extends Pin {
  /** The stacks whose files pin it, and the projects as `project/<name>`, sorted. */
  readonly places: readonly string[];
}

/** What is newer than a package that is pinned. */
export interface PackageNews extends PinnedPackage {
  /** The newest version whose first number is the same. */
  readonly compatible: string | undefined;
  /** The newest version, if it is another one. */
  readonly newest: string | undefined;
  /** True if its index no longer offers the version that is pinned. */
  readonly isGone: boolean;
}

/** Undefined if nothing is newer, and the index offers what is pinned. */
export function packageNews(pinned: PinnedPackage, files: readonly PackageFile[]): PackageNews | undefined {
  const versions = versionsOf(files);
  const { compatible, newest } = newerVersions(pinned.version, versions);
  const isGone = !hasVersion(pinned.version, versions);
  if (!isGone && compatible === undefined && newest === undefined) return undefined;
  return { ...pinned, compatible, newest, isGone };
}
