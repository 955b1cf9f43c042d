import { counts, type StageReport } from "../status/index.ts";

/** Something that people are told of: a difference, or a host that did not answer. */
export interface NoticeItem {
  /** The same in each report. */
  readonly id: string;
  /** Who has to answer before it can be called gone: a host's name or `gitlab`. */
  readonly who: string;
  /** Such as `10.0.0.60/chat web: container stopped (exit code 137)`. */
  readonly line: string;
}

/** More than these are counted, and neither named nor remembered. */
export const most = 1000;

/** What a report asks people to look at. What a rule ignores, and what is no drift, is none of it. */
export function noticeItems(report: StageReport): NoticeItem[] {
  const found = report.findings.filter(counts).map(({ id, address, text, host }) => ({
    id,
    who: host ?? "gitlab",
    line: `${address}: ${text}`,
  }));
  const silent = report.unanswered.map(({ who, text }) => ({ id: silenceOf(who), who, line: text }));
  return [...found, ...silent].slice(0, most);
}

/** The id of the item that a host did not answer. */
export function silenceOf(who: string): string {
  return `silent ${who}`;
}

export function isSilence({ id, who }: NoticeItem): boolean {
  return id === silenceOf(who);
}

/** `3 differences, 1 did not answer`. */
export function countText(items: readonly NoticeItem[]): string {
  const silent = items.filter(isSilence).length;
  const differing = items.length - silent;
  const parts = [
    ...(differing > 0 ? [`${differing} ${differing === 1 ? "difference" : "differences"}`] : []),
    ...(silent > 0 ? [`${silent} did not answer`] : []),
  ];
  return parts.join(", ") || "nothing differs";
}

/**
 * What is known of those who do not answer now: it is neither gone nor, when they answer again, new.
 * @param silent names of those who did not answer
 */
export function knownOfSilent<Known extends Pick<NoticeItem, "id" | "who">>(
  known: readonly Known[],
  items: readonly NoticeItem[],
  silent: ReadonlySet<string>,
): Known[] {
  const ids = new Set(items.map(({ id }) => id));
  return known.filter(({ id, who }) => !ids.has(id) && silent.has(who));
}
