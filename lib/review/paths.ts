import { withoutControls } from "../markdown/control-characters.ts";
import type { Problem } from "../problems/index.ts";

/** A path in which two trees differ, as `git diff --raw` tells it. */
export interface ChangedPath {
  readonly path: string;
  /** Octal, such as 100644; 000000 where nothing is. */
  readonly mode: string;
}

/** Reads the output of `git diff --raw --no-renames -z`: a path after each description. */
export function changedPaths(raw: string): ChangedPath[] {
  const parts = raw.split("\0");
  return parts.flatMap((path, index) => {
    const [, mode] = /^:\d+ (\d+) /.exec(parts[index - 1] ?? "") ?? [];
    return index % 2 === 0 || mode === undefined ? [] : [{ path, mode }];
  });
}

const ofStack = /^stacks\/([^/]+)\/([^/]+)\/./;

/** The stacks, as `<host>/<stack>`, of which files change. */
export function touchedStacks(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    const [, host, stack] = ofStack.exec(path) ?? [];
    return host === undefined ? [] : [`${host}/${stack}`];
  });
  return [...new Set(found)].sort();
}

/** What stands between a preview and the changed files of a branch that nobody has looked at. */
export function pathProblems(changes: readonly ChangedPath[]): Problem[] {
  return changes.flatMap(({ path, mode }) => {
    const fault = faultOf(path, mode);
    if (!fault) return [];
    return [{ path: withoutControls(path), ...fault, remedy: "a maintainer looks at it first" }];
  });
}

function faultOf(path: string, mode: string): { expected: string; found: string } | undefined {
  if (isUnread(path)) return undefined;
  if (path === ".gitlab-ci.yml" || path.startsWith(".gitlab/")) {
    return { expected: "no change of CI files", found: "one" };
  }
  if (path === "Pulumi.yaml") return { expected: "no change of the program's settings", found: "one" };
  const isSettings = /^Pulumi\.[a-z][a-z0-9-]*\.yaml$/.test(path);
  if (!isSettings && !ofStack.test(path)) return { expected: "no change of program code", found: "one" };
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

/** What neither the program nor a preview reads. */
function isUnread(path: string): boolean {
  return /^(docs\/|test\/|[^/]+\.md$|LICENSE$)/.test(path);
}
