import type { FoundFile } from "../docker/container-files.ts";
import type { EngineSnapshot } from "../docker/engine-snapshot.ts";

export type UploadedFile = Pick<FoundFile, "content" | "changed" | "mode">;

/** For a registry that was asked and did not answer. */
export const noAnswer = Symbol("no answer");

/** Digests of tags in their registries, by the references that were asked for. Undefined for a tag that a registry does not have. */
export type Digests = ReadonlyMap<string, string | typeof noAnswer | undefined>;

/** What an engine has answered. */
export interface LookAnswer {
  /** With all images, the info, and an inspection of each container that may be the stage's. */
  readonly snapshot: EngineSnapshot;
  /** Uploaded files of living containers, by id and path. Undefined for a path without a file. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, UploadedFile | undefined>>;
  readonly digests: Digests;
}
