import type { StageReport } from "../status/model.ts";
import type { IssueMark, KnownItem } from "./issue-mark.ts";
import { type FoundIssue, type IssueStep, nextState } from "./issue-step.ts";
import { issueCommentText, issueText } from "./issue-text.ts";
import { knownOfUnreachable, type NoticeItem, noticeItems } from "./items.ts";
import type { Told } from "./messages.ts";

/** The label by which the stage's issue is found. */
export const driftLabel = "drift";

/** The stage's issue, with its mark. */
export interface MarkedIssue extends FoundIssue {
  readonly mark: IssueMark;
}

/** What people are to be told. */
export interface Look {
  readonly report: StageReport;
  /** Address of the job that looked. Default: none. */
  readonly job?: string | undefined;
  /** A line for each thing that `make heal` put right or gave up. Default: none. */
  readonly healed?: readonly string[];
  /** What webhooks were told up to now. Default: what the issue remembers. */
  readonly told?: Told;
}

/** The text of a new issue. Undefined if there is nothing to tell. `nextIssue` changes it later. */
export function newIssue({
  report,
  job,
  healed = [],
}: Look): { readonly title: string; readonly description: string } | undefined {
  const items = noticeItems(report);
  if (items.length === 0 && healed.length === 0) return undefined;
  const { stage, at } = report;
  const mark = { stage, at, job, known: stillKnown([], items, report), healed: [], told: {} };
  return { title: `Drift of stage ${stage}`, description: issueText(mark, report) };
}

/**
 * The next step of the stage's issue. It is edited when something changes, closed when nothing is left, and opened again by
 * something new.
 */
export function nextIssue(found: MarkedIssue, { report, job, healed = [], told }: Look): IssueStep {
  const before = found.mark.known;
  const known = stillKnown(before, noticeItems(report), report);
  const fresh = new Set(known.filter(({ id }) => !before.some((each) => each.id === id)).map(({ id }) => id));
  const mark = { ...found.mark, known, healed, told: told ?? found.mark.told };
  // Several runs may report the same healing. Only the first one comments on it.
  const isHealing = healed.length > 0 && healed.join("\n") !== found.mark.healed.join("\n");
  // The new text gets the time and the job of the old one. If the two are equal, nothing changed.
  const isSame = issueText(mark, report) === found.description;
  return {
    description: isSame ? undefined : issueText({ ...mark, at: report.at, job }, report),
    state: nextState(found.isOpen, known.length > 0, fresh.size > 0),
    comment:
      fresh.size > 0 || isHealing ? issueCommentText(report, fresh, isHealing ? healed : []) : undefined,
  };
}

/** The items of this look, and the earlier ones of hosts that do not answer now. */
function stillKnown(
  before: readonly KnownItem[],
  items: readonly NoticeItem[],
  { unanswered, at }: StageReport,
): KnownItem[] {
  const since = new Map(before.map((item) => [item.id, item.since]));
  const found = items.map((item) => ({ ...item, since: since.get(item.id) ?? at }));
  const unreachable = new Set(unanswered.map(({ who }) => who));
  return [...found, ...knownOfUnreachable(before, items, unreachable)];
}
