import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FileSystem } from "../file-system.ts";

/** sha256 of plain data. The order of keys does not matter. */
export function hashOf(value: unknown): string {
  return sha256(JSON.stringify(sorted(value)));
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * A sorted line for each file below a path: relative path, executable bit, and content hash. A link below the path counts
 * as a link, as a builder and a container see it. The path itself may be a link.
 */
export function contentLines(
  path: string,
  files: FileSystem,
  keeps: (relative: string) => boolean = () => true,
  below = "",
): string[] {
  const link = below === "" ? undefined : files.link(path);
  if (link !== undefined) return keeps(below) ? [`${below} -> ${link}`] : [];
  switch (files.kind(path)) {
    case "file":
      return keeps(below)
        ? [`${below} ${files.isExecutable(path) ? "x" : "-"} ${sha256(files.read(path))}`]
        : [];
    case "dir":
      return files
        .list(path)
        .flatMap((name) =>
          contentLines(join(path, name), files, keeps, below === "" ? name : `${below}/${name}`),
        );
    default:
      return [];
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
