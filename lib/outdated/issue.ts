import { code, prose } from "../markdown/index.ts";
import { type FoundIssue, type IssueStep, nextState } from "../notice/index.ts";
import type { PackageNews } from "./package-news.ts";
import { hasNews, type ImageNews, type OutdatedReport } from "./report.ts";

/** The label by which the issue is found. */
export const outdatedLabel = "outdated";

export function issueTitle(stage: string): string {
  return `Newer images and packages for stage ${stage}`;
}

const mark = (stage: string) => `<!-- smallboat-outdated ${stage} -->`;

/** True for a text that a run of this stage wrote. */
export function isOfStage(description: string, stage: string): boolean {
  return description.startsWith(mark(stage));
}

/** The text of the issue. It has no time, so that an equal list is an equal text. */
export function issueText({ stage, images, packages }: OutdatedReport): string {
  const lines = [
    ...images.map((each) => `- ${code(each.reference)}: ${newsText(each)}; ${inPlaces(each.stacks)}`),
    ...packages.map(
      (each) => `- ${code(`${each.name}==${each.version}`)}: ${packageText(each)}; ${inPlaces(each.places)}`,
    ),
  ];
  const pins = packages.length > 0 ? " Change the version of a package in its requirements file." : "";
  const advice = `Change the tag in the compose file, or in a locked stage run \`make deploy\`.${pins} Close this issue if you have seen the list: only a longer one opens it again.`;
  return `${[mark(stage), lines.join("\n") || "Nothing is newer.", advice].join("\n\n")}\n`;
}

function newsText({ tag, ...versions }: ImageNews): string {
  const moved = {
    same: [],
    moved: ["its tag names another image now"],
    gone: ["its registry no longer has the tag"],
  };
  return [...newerText(versions), ...moved[tag]].join(", ");
}

function packageText({ isGone, ...versions }: PackageNews): string {
  return [...newerText(versions), ...(isGone ? ["its index no longer has the version"] : [])].join(", ");
}

function newerText({ compatible, newest }: Pick<ImageNews, "compatible" | "newest">): string[] {
  const newer = [compatible, newest].filter((each) => each !== undefined).map(code);
  return newer.length > 0 ? [`newer: ${newer.join(", ")}`] : [];
}

function inPlaces(places: readonly string[]): string {
  return `in ${places.map(prose).join(", ")}`;
}

/**
 * The next step of the issue. It is edited when the list changes, closed when the list is empty, and opened again by a line
 * that it did not have. While a registry does not answer, it stays as it is.
 * @param found undefined if there is none: then it is made if there is news
 */
export function nextStep(found: FoundIssue | undefined, report: OutdatedReport): IssueStep | undefined {
  if (report.unanswered.length > 0) return undefined;
  const isNeeded = hasNews(report);
  const description = issueText(report);
  if (!found) return isNeeded ? { description } : undefined;
  if (found.description === description) return undefined;
  const known = new Set(found.description.split("\n"));
  const isNew = description.split("\n").some((line) => line.startsWith("- ") && !known.has(line));
  return { description, state: nextState(found.isOpen, isNeeded, isNew) };
}
