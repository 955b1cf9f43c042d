import { countText, isUnreachableItem, knownOfUnreachable, type NoticeItem } from "./items.ts";

/** What one webhook was told. */
export interface Sent {
  /** When it was told last, in ISO 8601. */
  readonly at: string;
  readonly items: readonly Pick<NoticeItem, "id" | "who">[];
}

/** What webhooks were told, by their places in the settings. */
export type Told = Readonly<Record<string, Sent>>;

/** `new`: something appeared. `still`: a day later it is still there. `clear`: nothing is left. */
export interface WebhookMessage {
  readonly kind: "new" | "still" | "clear";
  readonly title: string;
  /** A line for each new item, or for each item that is still there. */
  readonly lines: readonly string[];
}

/** Hours after which the same is told again. Less than a day, because a daily schedule may begin some minutes early. */
const again = 23;

/**
 * What a webhook is to be told now, if anything, and what it knows then.
 * @param at time of the look, in ISO 8601
 * @param before undefined: it was never told anything
 */
export function nextMessage(
  stage: string,
  items: readonly NoticeItem[],
  at: string,
  before: Sent | undefined,
): { readonly message?: WebhookMessage; readonly sent?: Sent } {
  const known = new Set(before?.items.map(({ id }) => id));
  const fresh = items.filter(({ id }) => !known.has(id));
  const hours = (Date.parse(at) - Date.parse(before?.at ?? at)) / 3_600_000;
  const kind = kindOf(items, fresh, known.size > 0, hours >= again);
  const unreachable = new Set(items.filter(isUnreachableItem).map(({ who }) => who));
  const kept = knownOfUnreachable(before?.items ?? [], items, unreachable);
  const all = [...items, ...kept].map(({ id, who }) => ({ id, who }));
  if (kind === undefined) return before ? { sent: { at: before.at, items: all } } : {};
  const title = `Stage ${stage}: ${kind === "still" ? "still " : ""}${countText(items)}`;
  const lines = (kind === "new" ? fresh : items).map(({ line }) => line);
  return { message: { kind, title, lines }, sent: { at, items: all } };
}

function kindOf(
  items: readonly NoticeItem[],
  fresh: readonly NoticeItem[],
  wasTold: boolean,
  isLongAgo: boolean,
): WebhookMessage["kind"] | undefined {
  if (fresh.length > 0) return "new";
  if (items.length === 0) return wasTold ? "clear" : undefined;
  return isLongAgo ? "still" : undefined;
}
