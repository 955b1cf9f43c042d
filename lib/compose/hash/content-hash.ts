import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FileSystem } from "../file-system.ts";

/** sha256 of plain data. The order of keys does not matter. */
export function hashOf(value: unknown): string {
  return sha256(canonicalText(value));
}

/** The same text for the same plain data, in whatever order its keys were written. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A file or link below a path. */
export interface PathEntry {
  /** Relative to that path. Empty for the path itself. */
  readonly relative: string;
  readonly path: string;
  /** Target of a link. Undefined for a file. */
  readonly link?: string;
}

/**
 * The files below a path, sorted. A link below the path counts as a link, as a builder and a container see it. The path
 * itself may be a link.
 */
export function entriesBelow(
  path: string,
  files: FileSystem,
  keeps: (relative: string) => boolean = () => true,
  below = "",
): PathEntry[] {
  const link = below === "" ? undefined : files.link(path);
  if (link !== undefined) return keeps(below) ? [{ relative: below, path, link }] : [];
  switch (files.kind(path)) {
    case "file":
      return keeps(below) ? [{ relative: below, path }] : [];
    case "dir":
      return files
        .list(path)
        .flatMap((name) =>
          entriesBelow(join(path, name), files, keeps, below === "" ? name : `${below}/${name}`),
        );
    default:
      return [];
  }
}

/** A sorted line for each file below a path: relative path, executable bit, and content hash. */
export function contentLines(
  path: string,
  files: FileSystem,
  keeps?: (relative: string) => boolean,
): string[] {
  return entriesBelow(path, files, keeps).map(({ relative, path, link }) =>
    link === undefined
      ? `${relative} ${files.isExecutable(path) ? "x" : "-"} ${sha256(files.read(path))}`
      : `${relative} -> ${link}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
