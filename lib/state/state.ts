import { existsSync, readFileSync, rmSync } from "node:fs";
import { ProblemError } from "../problems/index.ts";
import { jsonObject } from "./json.ts";
import type { Resource } from "./resource.ts";

/** A stage's state. Fields that nobody here uses stay as they are, so that it can be imported again. */
export interface State {
  readonly deployment: Deployment;
}

export interface Deployment {
  /** Parents, providers and dependencies stand before what needs them. */
  readonly resources: readonly Resource[];
  /** Operations that had begun and not ended when the state was written. */
  readonly pending_operations: readonly PendingOperation[];
}

export interface PendingOperation {
  /** `creating`, `updating`, `deleting` or `reading`. */
  readonly type: string;
  readonly resource: Resource;
}

/** Pulumi 3 writes version 3, and 4 where a state uses newer features; it reads all since 0, which has no number. */
const newestVersion = 4;

/** What `pulumi stack export` prints (`deployment`), and the state file of a folder (`checkpoint`). */
interface Document {
  readonly version?: number;
  readonly features?: readonly string[];
  readonly deployment?: Partial<Deployment> | null;
  readonly checkpoint?: { readonly latest?: Partial<Deployment> | null };
  /** Of version 0, which has no envelope. */
  readonly latest?: Partial<Deployment> | null;
}

/**
 * @param path what a message calls the state
 * @param remedy what to do where it is damaged
 * @throws ProblemError
 */
export function parseState(text: string, path: string, remedy: string): State {
  const document = jsonObject<Document>(text);
  const { version = 0, features } = document ?? {};
  if (version > newestVersion) {
    const expected = `a state of at most version ${newestVersion}`;
    throw new ProblemError([
      { path, expected, found: `version ${version}`, remedy: "use a newer smallboat" },
    ]);
  }
  const found = document?.deployment ?? (document?.checkpoint ?? document)?.latest ?? {};
  const { resources = [], pending_operations = [] } = found;
  if (!document || !Array.isArray(resources) || !Array.isArray(pending_operations)) {
    throw new ProblemError([{ path, expected: "a state of Pulumi", found: "a damaged one", remedy }]);
  }
  const envelope = { version, ...(features && { features }) };
  return { ...envelope, deployment: { ...found, resources, pending_operations } };
}

/** Reads the file of a state that is kept in a folder; a stage without a file is empty. @throws ProblemError */
export function readStateFile(file: string): State {
  if (!existsSync(file)) return parseState("{}", file, "");
  const remedy = `put Pulumi's copy of the state before in its place: cp ${file}.bak ${file}`;
  return parseState(readFileSync(file, "utf8"), file, remedy);
}

/**
 * Removes torn files of attributes beside a state's file. Pulumi replaces the state as a whole, but writes its
 * attributes (`.attrs`) in place. It cannot read a state beside torn ones, and needs none.
 */
export function removeTornAttributes(file: string): void {
  for (const attributes of [`${file}.attrs`, `${file}.bak.attrs`]) {
    if (existsSync(attributes) && !jsonObject(readFileSync(attributes, "utf8"))) rmSync(attributes);
  }
}
