import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import type { Node } from "../tree/node.ts";
import type { Reading } from "./reader.ts";

/**
 * An absolute path. A relative path starts at the file's folder, and `~` is the home folder. A relative path outside the
 * repository is a fault, because a deployment depends on the repository only.
 */
export function absolutePath(path: string, { at }: Node, reading: Reading): string {
  const expanded = path.startsWith("~") ? join(homedir(), path.slice(1)) : path;
  if (isAbsolute(expanded) || /^([a-zA-Z]:|\\\\)/.test(expanded)) return expanded;
  const absolute = join(at.file.dir, expanded).replace(/(.)\/$/, "$1");
  const { repository } = reading;
  if (repository !== undefined && relative(repository, absolute).startsWith("..")) {
    const remedy = "move it into the repository, or write an absolute path of the host";
    reading.report(at, "a path inside the repository", `"${path}"`, remedy);
  }
  return absolute;
}

const REMOTE = /:\/\/|^(service:|github\.com\/|git@)/;

/** A build context. The name of a repository, an image or a service stays as it is. */
export function contextPath(context: string, node: Node, reading: Reading): string {
  return REMOTE.test(context) || context === "" ? context : absolutePath(context, node, reading);
}
