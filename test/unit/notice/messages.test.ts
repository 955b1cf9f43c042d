import { expect, test } from "vitest";
import {
  nextMessage,
  noticeItems,
  type Sent,
  type WebhookMessage,
  webhookRequest,
} from "../../../lib/notice/index.ts";
import type { StageReport } from "../../../lib/status/model.ts";
import { report, stopped, unreachable } from "./report.ts";

const [web, db] = [stopped("web"), stopped("db")];

/** What a webhook is told in one run after another, each with the time of its look. */
function told(...runs: readonly [at: string, more: Partial<StageReport>][]): (string | undefined)[] {
  let before: Sent | undefined;
  return runs.map(([at, more]) => {
    const look = report(at, more);
    const { message, sent } = nextMessage("prod", noticeItems(look), at, before);
    before = sent;
    return message && `${message.kind}: ${message.title} (${message.lines.length})`;
  });
}

test("a webhook is told of new findings at once, of old ones after a day, and when nothing is left", () => {
  expect(
    told(
      ["2026-11-26T05:00:00Z", {}],
      ["2026-11-26T06:00:00Z", { findings: [web] }],
      ["2026-11-26T07:00:00Z", { findings: [web] }],
      ["2026-11-26T08:00:00Z", { findings: [web, db] }],
      ["2026-11-27T06:30:00Z", { findings: [web, db] }],
      ["2026-11-27T07:55:00Z", { findings: [web, db] }],
      ["2026-11-27T08:55:00Z", { findings: [db] }],
      ["2026-11-27T09:55:00Z", { findings: [web, db] }],
      ["2026-11-27T10:55:00Z", {}],
      ["2026-11-28T11:55:00Z", {}],
    ),
  ).toEqual([
    undefined,
    "new: Stage prod: 1 difference (1)",
    undefined,
    "new: Stage prod: 2 differences (1)",
    undefined,
    "still: Stage prod: still 2 differences (2)",
    undefined,
    "new: Stage prod: 2 differences (1)",
    "clear: Stage prod: nothing differs (0)",
    undefined,
  ]);
});

test("an unreachable host is reported once, and its findings are not new when it answers again", () => {
  expect(
    told(
      ["2026-11-26T06:00:00Z", { findings: [web] }],
      ["2026-11-26T07:00:00Z", { unanswered: [unreachable] }],
      ["2026-11-26T08:00:00Z", { unanswered: [unreachable] }],
      ["2026-11-26T09:00:00Z", { findings: [web] }],
    ),
  ).toEqual([
    "new: Stage prod: 1 difference (1)",
    "new: Stage prod: 1 did not answer (1)",
    undefined,
    undefined,
  ]);
});

test("a clock that was set back tells nothing twice", () => {
  const twice = { findings: [web] };
  expect(told(["2026-11-27T06:00:00Z", twice], ["2026-11-26T06:00:00Z", twice])[1]).toBe(undefined);
});

const look = report("2026-11-26T05:00:00Z", { findings: [web] });
const message: WebhookMessage = {
  ...{ kind: "new", title: "Stage prod: 1 difference" },
  lines: ["10.0.0.60/chat web: <!channel> & stopped"],
};
const issue = "https://git.test/-/issues/4";

test("the three formats", () => {
  const [json, slack, ntfy] = (["json", "slack", "ntfy"] as const).map((format) =>
    webhookRequest(format, message, look, issue),
  );
  const type = { "content-type": "application/json" };
  expect([json?.headers, JSON.parse(json?.body ?? "")]).toEqual([
    type,
    { kind: "new", title: "Stage prod: 1 difference", ...look, issue },
  ]);
  expect([slack?.headers, JSON.parse(slack?.body ?? "")]).toEqual([
    type,
    { text: `*Stage prod: 1 difference*\n• 10.0.0.60/chat web: &lt;!channel&gt; &amp; stopped\n${issue}` },
  ]);
  expect(ntfy).toEqual({
    headers: { title: "Stage prod: 1 difference", tags: "warning", click: issue },
    body: "10.0.0.60/chat web: <!channel> & stopped",
  });
});

test("a long message is cut where chats and phones take no more", () => {
  const long = { ...message, lines: Array.from({ length: 30 }, () => "ü".repeat(300)) };
  const { text } = JSON.parse(webhookRequest("slack", long, look, undefined).body);
  expect(text.split("\n").at(-1)).toBe("• and 10 more");
  const { body } = webhookRequest("ntfy", long, look, undefined);
  expect([Buffer.byteLength(body) <= 4096, body.at(-1), body.includes("\uFFFD")]).toEqual([true, "…", false]);
});
