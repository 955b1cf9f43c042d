import type { NoticeItem } from "./items.ts";
import type { Told } from "./messages.ts";

/** An item that the issue shows. */
export interface KnownItem extends NoticeItem {
  /** When a look found it first, in ISO 8601. */
  readonly since: string;
}

/** What the hidden mark of the stage's issue remembers, so that no other place has to. */
export interface IssueMark {
  readonly stage: string;
  /** When the text was written, in ISO 8601. */
  readonly at: string;
  /** Address of the job that wrote it. */
  readonly job?: string | undefined;
  readonly known: readonly KnownItem[];
  /** What the last look told of healing. */
  readonly healed: readonly string[];
  /** What webhooks were told. */
  readonly told: Told;
}

const pattern = /^<!-- smallboat-drift ([\w-]*) -->/;

/** Nobody sees it on the page. */
export function writeIssueMark(mark: IssueMark): string {
  return `<!-- smallboat-drift ${Buffer.from(JSON.stringify(mark)).toString("base64url")} -->`;
}

/** Undefined where a text is no issue of ours, or somebody has damaged its mark. */
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
