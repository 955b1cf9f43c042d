import type { NoticeItem } from "./items.ts";
import type { Told } from "./messages.ts";

/** An item that the issue shows. */
export interface KnownItem extends NoticeItem {
  /** When a look found it first, in ISO 8601. */
  readonly since: string;
}

/** What the stage's issue remembers in a hidden mark. Nothing else remembers it. */
export interface IssueMark {
  readonly stage: string;
  /** When the text was written, in ISO 8601. */
  readonly at: string;
  /** Address of the job that wrote it. */
  readonly job?: string | undefined;
  readonly known: readonly KnownItem[];
  /** The lines about healing of the last look. */
  readonly healed: readonly string[];
  /** What webhooks were told. */
  readonly told: Told;
}

const pattern = /^<!-- smallboat-drift ([\w-]*) -->/;

/** An HTML comment, which the page does not show. */
export function writeIssueMark(mark: IssueMark): string {
  return `<!-- smallboat-drift ${Buffer.from(JSON.stringify(mark)).toString("base64url")} -->`;
}

/** Undefined if the text has no mark, or somebody has damaged it. */
export function readIssueMark(text: string): IssueMark | undefined {
  const [, encoded = ""] = pattern.exec(text) ?? [];
  try {
    const { stage, at, job, known, healed, told } = JSON.parse(Buffer.from(encoded, "base64url").toString());
    const isWhole = typeof stage === "string" && typeof at === "string" && Array.isArray(known);
    return isWhole ? { stage, at, job, known, healed: healed ?? [], told: told ?? {} } : undefined;
  } catch {
    return undefined;
  }
}
