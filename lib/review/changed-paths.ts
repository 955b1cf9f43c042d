import { withoutControls } from "../markdown/control-characters.ts";
import type { Problem } from "../problems/index.ts";
import { readFirst } from "./read-first.ts";

/** A path that differs between two trees, as `git diff --raw` reports it. */
export interface ChangedPath {
  readonly path: string;
  /** The mode after the change, in octal: 100644 for a file, 000000 for a deleted one. */
  readonly mode: string;
}

/** Parses the output of `git diff --raw --no-renames -z`, which has a path after each description. */
export function changedPaths(raw: string): ChangedPath[] {
  const parts = raw.split("\0");
  return parts.flatMap((path, index) => {
    const [, mode] = /^:\d+ (\d+) /.exec(parts[index - 1] ?? "") ?? [];
    return index % 2 === 0 || mode === undefined ? [] : [{ path, mode }];
  });
}

const ofStack = /^stacks\/([^/]+)\/([^/]+)\/./;

/** The stacks whose files change, as `<host>/<stack>`. */
export function touchedStacks(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    const [, host, stack] = ofStack.exec(path) ?? [];
    return host === undefined ? [] : [`${host}/${stack}`];
  });
  return [...new Set(found)].sort();
}

/** The changed paths that a maintainer must read before there is a preview. */
export function pathProblems(changes: readonly ChangedPath[]): Problem[] {
  return changes.flatMap(({ path, mode }) => {
    const fault = faultOf(path, mode);
    if (!fault) return [];
    return [{ path: withoutControls(path), ...fault, remedy: readFirst }];
  });
}

function faultOf(path: string, mode: string): { expected: string; found: string } | undefined {
  if (isUnread(path)) return undefined;
  if (path === ".gitlab-ci.yml" || path.startsWith(".gitlab/")) {
    return { expected: "no change of CI files", found: "one" };
  }
  if (path === "Pulumi.yaml") return { expected: "no change of the program's settings", found: "one" };
  const isSettings = /^Pulumi\.[a-z][a-z0-9-]*\.yaml$/.test(path);
  const isLock = /^locks\/[a-z][a-z0-9-]*\.yaml$/.test(path);
  if (!isSettings && !isLock && !ofStack.test(path))
    return { expected: "no change of program code", found: "one" };
  if (mode === "120000") return { expected: "a file", found: "a symbolic link" };
  if (mode === "160000") return { expected: "a file", found: "a repository of its own" };
  const name = path.split("/").at(-1) ?? "";
  if (/^\.git(attributes|modules)$/i.test(name)) {
    return { expected: "no change of how git reads files", found: "one" };
  }
  if (path !== withoutControls(path))
    return { expected: "a name that can be shown", found: "control characters" };
  return undefined;
}

/** True for files that neither the program nor a preview reads. */
function isUnread(path: string): boolean {
  return /^(docs\/|test\/|[^/]+\.md$|LICENSE$)/.test(path);
}
