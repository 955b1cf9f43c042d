import { readdirSync, readFileSync, statSync } from "node:fs";

/** What the loader needs of a file system; tests may bring their own. */
export interface Files {
  /** Undefined: nothing there, or nothing to read, such as a socket. */
  kind(path: string): "file" | "dir" | undefined;
  read(path: string): Uint8Array;
  /** Names in a folder, sorted. */
  list(path: string): readonly string[];
  isExecutable(path: string): boolean;
}

export const diskFiles: Files = {
  kind(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isDirectory() ? "dir" : found?.isFile() ? "file" : undefined;
  },
  read: (path) => readFileSync(path),
  list: (path) => readdirSync(path).sort(),
  isExecutable: (path) => (statSync(path).mode & 0o100) !== 0,
};
