import type { StageReport } from "../status/model.ts";
import type { WebhookMessage } from "./messages.ts";

/** `json`: the report as data. `slack`: Slack, Mattermost and compatible chats. `ntfy`: a topic of ntfy. */
export type WebhookFormat = "json" | "slack" | "ntfy";

/** Headers and body of a POST. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lines that a chat or a phone is sent. */
const most = 20;
/** ntfy makes a file of a longer message. */
const longestOfNtfy = 4096;

const json = { "content-type": "application/json" };

/** @param issue address of the stage's issue, if there is one */
export function webhookRequest(
  format: WebhookFormat,
  message: WebhookMessage,
  report: StageReport,
  issue: string | undefined,
): WebhookRequest {
  const { kind, title, lines } = message;
  const more = lines.length - most;
  const shown = [...lines.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])];
  if (format === "json")
    return { headers: json, body: JSON.stringify({ kind, title, ...report, ...(issue && { issue }) }) };
  if (format === "slack") {
    const text = [`*${forSlack(title)}*`, ...shown.map((line) => `• ${forSlack(line)}`), issue ?? ""];
    return { headers: json, body: JSON.stringify({ text: text.filter(Boolean).join("\n") }) };
  }
  return {
    headers: { title, tags: tags[kind], ...(issue && { click: issue }) },
    body: withinBytes(shown.join("\n") || title, longestOfNtfy),
  };
}

/** ntfy shows these as signs before the title. */
const tags = { new: "warning", still: "hourglass", clear: "white_check_mark" } as const;

/** A text in which Slack finds neither links nor mentions. */
function forSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function withinBytes(text: string, longest: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= longest) return text;
  // A character that the cut splits becomes U+FFFD, which is removed.
  return `${bytes
    .subarray(0, longest - 3)
    .toString()
    .replace(/\uFFFD$/, "")}…`;
}
