import { existsSync, readFileSync, rmSync } from "node:fs";
import { ProblemError } from "../problems/index.ts";
import { jsonObject } from "./json.ts";
import type { Resource } from "./resource.ts";

/** A stage's state. Other fields are kept unchanged, so that it can be imported again. */
export interface State {
  readonly deployment: Deployment;
}

export interface Deployment {
  /** Parents, providers and dependencies come before the resources that need them. */
  readonly resources: readonly Resource[];
  /** Operations that had not ended when the state was written. */
  readonly pending_operations: readonly PendingOperation[];
}

export interface PendingOperation {
  /** `creating`, `updating`, `deleting` or `reading`. */
  readonly type: string;
  readonly resource: Resource;
}

/** Pulumi 3 writes version 3, or 4 for newer features. It reads all versions from 0, which has no version number. */
const newestVersion = 4;

/** The output of `pulumi stack export` (`deployment`), or a state file (`checkpoint`). */
interface Document {
  readonly version?: number;
  readonly features?: readonly string[];
  readonly deployment?: Partial<Deployment> | null;
  readonly checkpoint?: { readonly latest?: Partial<Deployment> | null };
  /** The state in version 0, which has no envelope. */
  readonly latest?: Partial<Deployment> | null;
}

/**
 * Parses a state.
 * @param path the state's name in messages
 * @param remedy the remedy for a damaged state
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

/** Reads a state file. A stage without a file is empty. @throws ProblemError */
export function readStateFile(file: string): State {
  if (!existsSync(file)) return parseState("{}", file, "");
  const remedy = `restore Pulumi's copy of the earlier state: cp ${file}.bak ${file}`;
  return parseState(readFileSync(file, "utf8"), file, remedy);
}

/**
 * Removes damaged attribute files (`.attrs`) beside a state file. Pulumi replaces the state file as a whole, but writes
 * its attributes in place. It cannot read a state with a damaged attribute file, and does not need the file. If the URL of the
 * backend says `metadata=skip`, Pulumi writes none, but an earlier run may have.
 */
export function removeTornAttributes(file: string): void {
  for (const attributes of [`${file}.attrs`, `${file}.bak.attrs`]) {
    if (existsSync(attributes) && !jsonObject(readFileSync(attributes, "utf8"))) rmSync(attributes);
  }
}
