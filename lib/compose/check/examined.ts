import type { DraftProject } from "../canonical/project.ts";
import type { Reading } from "../canonical/reader.ts";
import type { DraftService } from "../canonical/service.ts";

/** The service that is checked, the positions of its keys, and a function that reports its problems. */
export interface Examined {
  readonly name: string;
  readonly service: DraftService;
  readonly draft: DraftProject;
  readonly disabled: ReadonlySet<string>;
  readonly reading: Reading;
  readonly report: (path: readonly string[], expected: string, found: string, remedy: string) => void;
}
