import type { Review } from "./model.ts";

/** The content of a comment's hidden mark. */
export interface ReviewMark {
  readonly commit: string;
  readonly target: string;
  readonly job: number;
  /** The stages whose plans are in the artifacts of that job. */
  readonly plans: readonly string[];
}

const pattern = /^<!-- smallboat-review ([\w-]*) -->/;

/** An HTML comment, which the page does not show. */
export function writeReviewMark({ commit, target, job, stages }: Omit<Review, "others">): string {
  const plans = stages.filter(({ hasPlan }) => hasPlan).map(({ stage }) => stage);
  const mark: ReviewMark = { commit, target, job, plans };
  return `<!-- smallboat-review ${Buffer.from(JSON.stringify(mark)).toString("base64url")} -->`;
}

/** The mark of a comment. Undefined for a text without one. */
export function readReviewMark(text: string): ReviewMark | undefined {
  const [, encoded] = pattern.exec(text) ?? [];
  if (encoded === undefined) return undefined;
  try {
    const { commit, target, job, plans } = JSON.parse(Buffer.from(encoded, "base64url").toString());
    const isWhole = typeof commit === "string" && typeof target === "string" && Number.isInteger(job);
    return isWhole && Array.isArray(plans) ? { commit, target, job, plans } : nothing;
  } catch {
    return nothing;
  }
}

/** The mark of a comment that somebody has edited. It fits no commit, so the comment is written again. */
const nothing: ReviewMark = { commit: "", target: "", job: 0, plans: [] };
