import { createHash } from "node:crypto";
import type { FileSystem } from "../file-system.ts";
import { entriesBelow, hashOf } from "./content-hash.ts";

/** git's hash of each file, by path. A folder with many files has one hash, under a path that ends with `/`. */
export type FileHashes = Readonly<Record<string, string>>;

/** Number of files that a person would still look through. */
const mostFiles = 100;

/**
 * The hashes of the files below a path. git finds the former text of a file by its hash, if the text was committed.
 * @param nameOf gives the name of a path
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

/** git's hash of a content. */
export function gitHash(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/** Shortened hashes. They show a change, but are too short to guess a secret from them. */
export function shortened(hashes: FileHashes): FileHashes {
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, hash.slice(0, shortLength)]));
}

const shortLength = 8;
