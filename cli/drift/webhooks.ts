import {
  nextMessage,
  noticeItems,
  type Sent,
  type Told,
  type WebhookRequest,
  webhookRequest,
} from "../../lib/notice/index.ts";
import type { Problem } from "../../lib/problems/index.ts";
import type { WebhookSettings } from "../../lib/settings/notify.ts";
import { settingPath, settingsFile } from "../../lib/settings/settings-source.ts";
import type { StageReport } from "../../lib/status/model.ts";

/** Milliseconds that a webhook has for its answer. */
const deadline = 5_000;

/** What all webhooks know after their calls, and why some could not be told. No text contains an address. */
export interface Called {
  readonly told: Told;
  readonly problems: readonly Problem[];
}

/** Calls all webhooks that have something to be told, at the same time. One that fails is called again by the next run. */
export async function callWebhooks(
  webhooks: readonly WebhookSettings[],
  report: StageReport,
  told: Told,
  issue: string | undefined,
): Promise<Called> {
  const calls = webhooks.map(async ({ url, format }, index) => {
    const before = told[index];
    const { message, sent } = nextMessage(report.stage, noticeItems(report), report.at, before);
    const fault = message && (await post(url, webhookRequest(format, message, report, issue)));
    return fault === undefined
      ? { entry: entryOf(index, sent), problems: [] }
      : { entry: entryOf(index, before), problems: [problem(report.stage, index, fault)] };
  });
  const results = await Promise.all(calls);
  return {
    told: Object.fromEntries(results.flatMap(({ entry }) => entry)),
    problems: results.flatMap(({ problems }) => problems),
  };
}

function entryOf(index: number, sent: Sent | undefined): [string, Sent][] {
  return sent ? [[String(index), sent]] : [];
}

/** @returns why a call failed. Messages of fetch contain the address, so only its error code is used. */
async function post(url: string, { headers, body }: WebhookRequest): Promise<string | undefined> {
  const signal = AbortSignal.timeout(deadline);
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    await answer.body?.cancel();
    return answer.ok ? undefined : `HTTP ${answer.status}`;
  } catch (error) {
    if (signal.aborted) return `no answer within ${deadline / 1000} s`;
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return `no answer (${code ?? "connection failed"})`;
  }
}

function problem(stage: string, index: number, found: string): Problem {
  return {
    path: settingPath(settingsFile(stage), ["notify", index, "url"]),
    expected: "a webhook that takes the message",
    found,
    remedy: "correct it, or wait: the next run tells it again",
  };
}
