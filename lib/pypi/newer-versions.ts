import { compare, eq, explain, valid } from "@renovatebot/pep440";
import type { PackageFile } from "./package-page.ts";

/** Versions of a package that are newer than another one. */
export interface NewerVersions {
  /** The newest whose first number is the same. */
  readonly compatible: string | undefined;
  /** The newest of all, if it is another one. */
  readonly newest: string | undefined;
}

/** The versions of files, each once, the oldest first (PEP 440). Yanked files do not count. */
export function versionsOf(files: readonly PackageFile[]): string[] {
  const known = files.flatMap(({ version, isYanked }) =>
    version === undefined || isYanked ? [] : [version],
  );
  return [...new Set(known)].sort(compare);
}

/** The newest version that is no pre-release. @param all the oldest first, as `versionsOf` gives them */
export function newestRelease(all: readonly string[]): string | undefined {
  return all.findLast((each) => explain(each)?.is_prerelease === false);
}

/**
 * The newer ones among versions, by the order of PEP 440. A pre-release counts only for a pre-release. A version with a local
 * label such as `2.4.0+cpu` is compared with those of the same label.
 */
export function newerVersions(version: string, all: readonly string[]): NewerVersions {
  const own = explain(version);
  if (!own) return { compatible: undefined, newest: undefined };
  const newer = all
    .flatMap((each) => {
      const read = explain(each);
      return read && compare(each, version) > 0 ? [{ version: each, ...read }] : [];
    })
    .filter(({ is_prerelease, local }) => (own.is_prerelease || !is_prerelease) && local === own.local)
    .sort((a, b) => compare(b.version, a.version));
  const [newest] = newer;
  const compatible = newer.find(({ epoch, release }) => epoch === own.epoch && release[0] === own.release[0]);
  return { compatible: compatible?.version, newest: newest === compatible ? undefined : newest?.version };
}

/** True if an index has a version, however it is written: `1.0` is `1.0.0`. */
export function hasVersion(version: string, all: readonly string[]): boolean {
  return all.some((each) => each === version || (valid(each) !== null && eq(each, version)));
}
