import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import picomatch from "picomatch";

/**
 * The files below `folder` that `paths` name, with all files of a named folder; sorted, as relative paths.
 */
export async function select(
  folder: string,
  paths: readonly string[],
  exclude: readonly string[] = [],
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const isWanted = picomatch(paths.flatMap(withContents), { dot: true });
  const isExcluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false;
  return files.filter((file) => isWanted(file) && !isExcluded(file)).sort();
}

function withContents(path: string): string[] {
  const plain = path.replace(/^\.\//, "").replace(/\/+$/, "");
  return plain === "." ? ["**"] : [plain, `${plain}/**`];
}

/** A job's path as a relative one: jobs may write the project's folder in front of it. */
export function withinProject(path: string, projectDir: string): string {
  if (path === projectDir) return ".";
  return path.startsWith(`${projectDir}/`) ? path.slice(projectDir.length + 1) : path;
}
