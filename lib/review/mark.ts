import type { Review } from "./model.ts";

/** What the hidden mark of a comment says. */
export interface Mark {
  readonly commit: string;
  readonly target: string;
  readonly job: number;
  /** Stages whose plans are in the artifacts of the job. */
  readonly plans: readonly string[];
}

const pattern = /^<!-- smallboat-review ([\w-]*) -->/;

/** Nobody sees it on the page. */
export function writeMark({ commit, target, job, stages }: Omit<Review, "others">): string {
  const plans = stages.filter(({ hasPlan }) => hasPlan).map(({ stage }) => stage);
  const mark: Mark = { commit, target, job, plans };
  return `<!-- smallboat-review ${Buffer.from(JSON.stringify(mark)).toString("base64url")} -->`;
}

/** Undefined where a text is no comment of ours. */
export function readMark(text: string): Mark | undefined {
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

/** Of a comment of ours that somebody has changed. */
const nothing: Mark = { commit: "", target: "", job: 0, plans: [] };
