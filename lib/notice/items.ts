import { counts, type StageReport } from "../status/index.ts";

/** Something that people are told: a difference, or a host that did not answer. */
export interface NoticeItem {
  /** The same in each report. */
  readonly id: string;
  /** A host's name or `gitlab`. The item counts as gone only when this one answers and no longer shows it. */
  readonly who: string;
  /** Such as `10.0.0.60/chat web: container stopped (exit code 137)`. */
  readonly line: string;
}

/** Further items are only counted: they are neither named nor remembered. */
export const most = 1000;

/** The findings that people must look at. Ignored findings and mere notices are left out. */
export function noticeItems(report: StageReport): NoticeItem[] {
  const found = report.findings.filter(counts).map(({ id, address, text, host }) => ({
    id,
    who: host ?? "gitlab",
    line: `${address}: ${text}`,
  }));
  const unreachable = report.unanswered.map(({ who, text }) => ({ id: unreachableId(who), who, line: text }));
  return [...found, ...unreachable].slice(0, most);
}

/** The id of the item that a host did not answer. */
export function unreachableId(who: string): string {
  return `silent ${who}`;
}

export function isUnreachableItem({ id, who }: NoticeItem): boolean {
  return id === unreachableId(who);
}

/** `3 differences, 1 did not answer`. */
export function countText(items: readonly NoticeItem[]): string {
  const unreachable = items.filter(isUnreachableItem).length;
  const differing = items.length - unreachable;
  const parts = [
    ...(differing > 0 ? [`${differing} ${differing === 1 ? "difference" : "differences"}`] : []),
    ...(unreachable > 0 ? [`${unreachable} did not answer`] : []),
  ];
  return parts.join(", ") || "nothing differs";
}

/**
 * The known items of hosts that do not answer now. These items are not gone, and they are not new when the host answers again.
 * @param unreachable names of those who did not answer
 */
export function knownOfUnreachable<Known extends Pick<NoticeItem, "id" | "who">>(
  known: readonly Known[],
  items: readonly NoticeItem[],
  unreachable: ReadonlySet<string>,
): Known[] {
  const ids = new Set(items.map(({ id }) => id));
  return known.filter(({ id, who }) => !ids.has(id) && unreachable.has(who));
}
