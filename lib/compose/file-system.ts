import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

/** What the loader needs of a file system; tests may bring their own. */
export interface FileSystem {
  /** Undefined: nothing there, or nothing to read, such as a socket. Links are followed. */
  kind(path: string): "file" | "dir" | undefined;
  /** Certainly nothing is there. Links are followed. */
  isAbsent(path: string): boolean;
  /** What a symbolic link names; undefined where the path is none. */
  link(path: string): string | undefined;
  read(path: string): Uint8Array;
  /** Names in a folder, sorted. */
  list(path: string): readonly string[];
  isExecutable(path: string): boolean;
}

export const diskFileSystem: FileSystem = {
  kind(path) {
    const found = orMissing(() => statSync(path, { throwIfNoEntry: false }));
    return found?.isDirectory() ? "dir" : found?.isFile() ? "file" : undefined;
  },
  isAbsent(path) {
    try {
      return statSync(path, { throwIfNoEntry: false }) === undefined;
    } catch {
      // Whoever may not look cannot tell.
      return false;
    }
  },
  link(path) {
    const found = orMissing(() => lstatSync(path, { throwIfNoEntry: false }));
    return found?.isSymbolicLink() ? readlinkSync(path) : undefined;
  },
  read: (path) => readFileSync(path),
  list: (path) => readdirSync(path).sort(),
  isExecutable: (path) => (statSync(path).mode & 0o100) !== 0,
};

/** A path that cannot be one, or leads in circles, leads nowhere. */
function orMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
