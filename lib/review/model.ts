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
  /** True if a maintainer started it by hand, so that the code of the branch ran too. */
  readonly isWhole: boolean;
}

export interface StageReview {
  readonly stage: string;
  /** `refused`: a maintainer has to read the changes first. `failed`: there is no preview. */
  readonly outcome: "previewed" | "refused" | "failed";
  /** Why there is no preview, a line each. Empty for `previewed`. */
  readonly reasons: readonly string[];
  readonly changes?: StageChanges;
  /** True if its plan is in the artifacts. */
  readonly hasPlan: boolean;
}
