import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { SourceFile } from "../tree/node.ts";

/** A path of a compose file: relative ones start at the file's folder, `~` at the home folder. */
export function absolutePath(path: string, file: SourceFile): string {
  const expanded = path.startsWith("~") ? join(homedir(), path.slice(1)) : path;
  if (isAbsolute(expanded) || /^([a-zA-Z]:|\\\\)/.test(expanded)) return expanded;
  return join(file.dir, expanded).replace(/(.)\/$/, "$1");
}

const REMOTE = /:\/\/|^(service:|github\.com\/|git@)/;

/** A build context; what names a repository, an image or a service stays. */
export function contextPath(context: string, file: SourceFile): string {
  return REMOTE.test(context) || context === "" ? context : absolutePath(context, file);
}
