import { valid } from "@renovatebot/pep440";

/** The form in which indexes name a package: `Flask_SQLAlchemy` is `flask-sqlalchemy` (PEP 503). */
export function normalizedName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

const archive = /\.(tar\.(gz|bz2|xz|Z)|tgz|zip)$/;

/**
 * The version of a package's file: of a wheel, or of an archive with sources. Undefined for anything else.
 * @param name the package, because its own name may hold hyphens
 */
export function versionOfFile(name: string, file: string): string | undefined {
  const isWheel = file.endsWith(".whl");
  if (!isWheel && !archive.test(file)) return undefined;
  const parts = file.replace(archive, "").split("-");
  const ends = isWheel ? [1] : parts.map((_, index) => index).slice(1);
  const end = ends.find((each) => normalizedName(parts.slice(0, each).join("-")) === normalizedName(name));
  if (end === undefined) return undefined;
  const version = isWheel ? parts[end] : parts.slice(end).join("-");
  return valid(version) === null ? undefined : version;
}
