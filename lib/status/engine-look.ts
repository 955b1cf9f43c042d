import type { FoundFile } from "../docker/container-files.ts";
import type { EngineSnapshot } from "../docker/engine-snapshot.ts";

export type UploadedFile = Pick<FoundFile, "content" | "changed" | "mode">;

/** What an engine has answered. */
export interface EngineAnswer {
  /** With all images, the info, and an inspection of each container that may be the stage's. */
  readonly snapshot: EngineSnapshot;
  /** Uploaded files of living containers, by id and path. Undefined for a path without a file. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, UploadedFile | undefined>>;
  /** Digests of tags in their registries, by reference. Undefined for a tag that its registry does not have. */
  readonly digests: ReadonlyMap<string, string | undefined>;
}
