import { posix, relative } from "node:path";
import { ProblemError } from "../problems/index.ts";
import type { FileSystem } from "./file-system.ts";
import type { StackSource } from "./stack-source.ts";

/** The same file system, but a file that cannot be read, or has disappeared meanwhile, throws a ProblemError. */
export function readableFiles(files: FileSystem, source: StackSource): FileSystem {
  const guarded =
    <T>(read: (path: string) => T) =>
    (path: string): T => {
      try {
        return read(path);
      } catch (error) {
        throw unreadable(error, posix.join(source.label, relative(source.dir, path)));
      }
    };
  return {
    kind: (path) => files.kind(path),
    isAbsent: (path) => files.isAbsent(path),
    link: guarded((path) => files.link(path)),
    read: guarded((path) => files.read(path)),
    list: guarded((path) => files.list(path)),
    isExecutable: guarded((path) => files.isExecutable(path)),
  };
}

function unreadable(error: unknown, path: string): unknown {
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return error;
  const found = CODES[code] ?? code;
  const remedy = "check it, and run again when nobody changes the folder";
  return new ProblemError([{ path, expected: "a file or folder that can be read", found, remedy }]);
}

const CODES: Readonly<Record<string, string>> = {
  ENOENT: "it gone",
  ENOTDIR: "it gone",
  EACCES: "no permission",
  EPERM: "no permission",
};
