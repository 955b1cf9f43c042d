import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

/** The parts of a file system that the loader needs. Tests may use their own. */
export interface FileSystem {
  /** Undefined if nothing is there, or something that cannot be read, such as a socket. Links are followed. */
  kind(path: string): "file" | "dir" | undefined;
  /** True if certainly nothing is there. Links are followed. */
  isAbsent(path: string): boolean;
  /** The target of a symbolic link. Undefined for another path. */
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
      // Without permission nobody can tell.
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

/** An impossible path and a circle of links count as missing. */
function orMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
