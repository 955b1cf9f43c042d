/** What people are told about a look at a stage: the text and the steps of its GitLab issue, and the messages of webhooks. */
export { driftLabel, type Look, type MarkedIssue, newIssue, nextIssue } from "./issue.ts";
export { type IssueMark, readIssueMark } from "./issue-mark.ts";
export { type FoundIssue, type IssueStep, nextState } from "./issue-step.ts";
export { type NoticeItem, noticeItems } from "./items.ts";
export { nextMessage, type Sent, type Told, type WebhookMessage } from "./messages.ts";
export { type WebhookFormat, type WebhookRequest, webhookRequest } from "./webhook-request.ts";
