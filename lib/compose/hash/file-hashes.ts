import { createHash } from "node:crypto";
import type { FileSystem } from "../file-system.ts";
import { entriesBelow, hashOf } from "./content-hash.ts";

/** git's hash of each file, by path. A folder of many files has one hash, under a path that ends in `/`. */
export type FileHashes = Readonly<Record<string, string>>;

/** More than a person looks through. */
const mostFiles = 100;

/**
 * The files below a path. git finds the former text of each by its hash, if it was ever committed.
 * @param nameOf how a path is called
 */
export function fileHashes(
  path: string,
  files: FileSystem,
  nameOf: (path: string) => string,
  keeps?: (relative: string) => boolean,
): FileHashes {
  const entries = entriesBelow(path, files, keeps);
  const hashes = entries.map((entry): [string, string] => [
    nameOf(entry.path),
    gitHash(entry.link === undefined ? files.read(entry.path) : Buffer.from(entry.link)),
  ]);
  return hashes.length > mostFiles
    ? { [`${nameOf(path)}/`]: hashOf(hashes).slice(0, gitLength) }
    : Object.fromEntries(hashes);
}

const gitLength = 40;

/** The name under which git keeps a content. */
export function gitHash(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/** Hashes that tell a change, but from which nobody finds a short secret by trying. */
export function shortened(hashes: FileHashes): FileHashes {
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, hash.slice(0, shortLength)]));
}

const shortLength = 8;
