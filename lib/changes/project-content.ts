import type { Change, ProjectChanges } from "./model.ts";

/** True for a project that comes or goes, with all that it has. */
export function comesOrGoes({ action }: ProjectChanges): boolean {
  return action === "create" || action === "delete";
}

/** The number of a project's parts, such as `with 4 variables, 1 schedule`. */
export function contentText(changes: readonly Change[]): string {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return `${count} ${count === 1 ? kind : plural(kind)}`;
  });
  return counts.length > 0 ? `with ${counts.join(", ")}` : "";
}

/** `protections of branch`, `branches`. */
function plural(kind: string): string {
  return kind.replace(/^\w+/, (word) => (word.endsWith("ch") ? `${word}es` : `${word}s`));
}
