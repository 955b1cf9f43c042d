import { code, prose } from "../markdown/index.ts";
import type { ImageNews, OutdatedReport } from "./report.ts";

/** The issue that lists newer images, as GitLab has it. */
export interface FoundIssue {
  readonly isOpen: boolean;
  readonly description: string;
}

/** What to do with the issue. What is undefined stays as it is. */
export interface IssueStep {
  readonly description?: string;
  readonly state?: "close" | "reopen";
}

/** The label by which the issue is found. */
export const issueLabel = "outdated";

export function issueTitle(stage: string): string {
  return `Newer images for stage ${stage}`;
}

const mark = (stage: string) => `<!-- smallboat-outdated ${stage} -->`;

/** True for a text that a run of this stage wrote. */
export function isOfStage(description: string, stage: string): boolean {
  return description.startsWith(mark(stage));
}

/** The text of the issue. It has no time, so that an equal list is an equal text. */
export function issueText({ stage, images }: OutdatedReport): string {
  const lines = images.map((each) => `- ${code(each.reference)}: ${newsText(each)}; ${runs(each)}`);
  const advice =
    "Change the tag in the compose file, or in a locked stage run `make deploy`. Close this issue if you have seen the list: " +
    "only a longer one opens it again.";
  return `${[mark(stage), lines.join("\n") || "Nothing is newer.", advice].join("\n\n")}\n`;
}

function newsText({ compatible, newest, tag }: ImageNews): string {
  const newer = [compatible, newest].filter((each) => each !== undefined).map(code);
  const moved = {
    same: [],
    moved: ["its tag names another image now"],
    gone: ["its registry no longer has the tag"],
  };
  return [...(newer.length > 0 ? [`newer: ${newer.join(", ")}`] : []), ...moved[tag]].join(", ");
}

function runs({ stacks }: ImageNews): string {
  return `in ${stacks.map(prose).join(", ")}`;
}

/**
 * The next step of the issue. It is edited when the list changes, closed when the list is empty, and opened again by a line
 * that it did not have. While a registry does not answer, it stays as it is.
 * @param found undefined if there is none: then it is made if there is news
 */
export function nextStep(found: FoundIssue | undefined, report: OutdatedReport): IssueStep | undefined {
  if (report.unanswered.length > 0) return undefined;
  const isNeeded = report.images.length > 0;
  const description = issueText(report);
  if (!found) return isNeeded ? { description } : undefined;
  if (found.description === description) return undefined;
  const known = new Set(found.description.split("\n"));
  const isNew = description.split("\n").some((line) => line.startsWith("- ") && !known.has(line));
  const state = found.isOpen ? (isNeeded ? undefined : "close") : isNew ? "reopen" : undefined;
  return { description, ...(state && { state }) };
}
