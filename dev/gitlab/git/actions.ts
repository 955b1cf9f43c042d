/** A change of one file, as a client of the API requests it. */
export interface Action {
  readonly action: "create" | "update" | "delete" | "move" | "chmod";
  readonly path: string;
  readonly previousPath?: string | undefined;
  /** Default for a move: the old content. */
  readonly content?: Buffer | undefined;
  readonly executable?: boolean | undefined;
}

/** A file of a commit to come: new content, or the id of a blob that exists. */
export interface File {
  readonly mode: string;
  readonly content: Buffer | string;
}

/** Paths with their content afterwards; undefined: the file is removed. */
export type Changes = ReadonlyMap<string, File | undefined>;

/** An action that is impossible, in GitLab's words. */
export class ActionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ActionError";
  }
}

const taken = "A file with this name already exists";
const missing = "A file with this name doesn't exist";

/** Applies the actions, one after the other, to these files. @throws ActionError */
export function applyActions(files: ReadonlyMap<string, File>, actions: readonly Action[]): Changes {
  const now = new Map<string, File | undefined>(files);
  const changes = new Map<string, File | undefined>();
  const put = (path: string, file: File | undefined) => {
    now.set(path, file);
    changes.set(path, file);
  };
  const present = (path: string): File => {
    const file = now.get(path);
    if (!file) throw new ActionError(missing);
    return file;
  };
  const absent = (path: string) => {
    if (now.get(path)) throw new ActionError(taken);
    const inside = [...now].some(([other, file]) => file && other.startsWith(`${path}/`));
    if (inside) throw new ActionError("A directory with this name already exists");
    const parent = parents(path).find((folder) => now.get(folder));
    if (parent) throw new ActionError(taken);
  };
  for (const { action, path: asked, previousPath, content, executable } of actions) {
    const path = checkedPath(asked);
    if (action === "create") {
      absent(path);
      put(path, { mode: modeOf(executable), content: content ?? Buffer.alloc(0) });
    } else if (action === "update") {
      const file = present(path);
      put(path, { mode: modeOf(executable, file.mode), content: content ?? file.content });
    } else if (action === "delete") {
      present(path);
      put(path, undefined);
    } else if (action === "move") {
      const from = checkedPath(previousPath ?? "");
      const file = present(from);
      put(from, undefined);
      absent(path);
      put(path, { mode: modeOf(executable, file.mode), content: content ?? file.content });
    } else {
      const file = present(path);
      put(path, { ...file, mode: modeOf(executable) });
    }
  }
  return changes;
}

function modeOf(executable: boolean | undefined, before = "100644"): string {
  if (executable === undefined) return before;
  return executable ? "100755" : "100644";
}

function parents(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The path without leading slashes. */
function checkedPath(asked: string): string {
  const path = asked.replace(/^\/+/, "");
  if (path === "") throw new ActionError("You must provide a file path");
  const parts = path.split("/");
  if (parts.includes("..")) throw new ActionError("Path cannot include directory traversal");
  if (/[\0\n]/.test(path) || parts.some((part) => part === "" || part === "." || /^\.git$/i.test(part))) {
    throw new ActionError(`invalid path: '${asked}'`);
  }
  return path;
}
