import type { StageChanges } from "../changes/index.ts";

/** The preview of a merge request, for all stages. */
export interface Review {
  /** Its number in the project. */
  readonly iid: number;
  /** The head that was previewed. */
  readonly commit: string;
  /** The commit of the target that it was merged into. */
  readonly target: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The job whose artifacts hold the plans. */
  readonly job: number;
  readonly stages: readonly StageReview[];
  /** Other open merge requests that change files of the same stacks. */
  readonly others: readonly { readonly iid: number; readonly stacks: readonly string[] }[];
  /** Somebody looked at it and started it by hand: its code was run too. */
  readonly isWhole: boolean;
}

export interface StageReview {
  readonly stage: string;
  /** `refused`: a maintainer looks at it first. `failed`: there is no preview, for its reasons. */
  readonly outcome: "previewed" | "refused" | "failed";
  /** Lines that say why there is no preview. */
  readonly reasons: readonly string[];
  readonly changes?: StageChanges;
  /** Its plan was kept. */
  readonly hasPlan: boolean;
}
