import { stripVTControlCharacters } from "node:util";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { readLog } from "../pipelines/logs.ts";
import { finished } from "../pipelines/state/status.ts";
import { badge } from "./layout.ts";

/** Often enough that proxies do not close a stream without events. */
const heartbeat = 15_000;

/**
 * Follows a job as server-sent events: its masked log as it grows, and its status. An event's id is the position
 * in the log, so a client that comes back gets the rest.
 */
export function followJob(
  context: Context,
  jobId: number,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  let position = Number(request.headers["last-event-id"] ?? 0) || 0;
  let status: string | undefined;
  const send = () => {
    const job = context.store.jobs.get(jobId);
    if (!job) return raw.end();
    const isOver = (finished as readonly string[]).includes(job.status);
    const end = settledEnd(readLog(context, jobId, position), isOver);
    if (end.length > 0) {
      position += end.length;
      raw.write(`id: ${position}\nevent: log\ndata: ${JSON.stringify(plain(end.toString("utf8")))}\n\n`);
    }
    if (job.status !== status) {
      status = job.status;
      raw.write(`event: status\ndata: ${JSON.stringify(badge(status).text)}\n\n`);
    }
    if (isOver) raw.end("event: end\ndata: 0\n\n");
  };
  const listen = (event: { readonly jobId: number }) => {
    if (event.jobId === jobId) send();
  };
  const timer = setInterval(() => raw.write(": still here\n\n"), heartbeat);
  context.events.on("job", listen);
  raw.once("close", () => {
    clearInterval(timer);
    context.events.off("job", listen);
  });
  send();
}

/** While the job runs, only whole lines are sent: the end of an unfinished line may be masked later. */
function settledEnd(log: Buffer, isOver: boolean): Buffer {
  return isOver ? log : log.subarray(0, log.lastIndexOf(0x0a) + 1);
}

/** Without section marks, colours, and text that a carriage return has overwritten. */
function plain(log: string): string {
  return stripVTControlCharacters(log)
    .replace(/section_(start|end):\d+:[^\r\n]*\r/g, "")
    .replace(/^[^\n]*\r(?!\n)/gm, "");
}

/** The pages' script. It follows a growing log, and reloads a running pipeline. */
export const script = `
const log = document.getElementById("log");
if (log) {
  const events = new EventSource(log.dataset.events);
  events.addEventListener("log", ({ data }) => {
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 40;
    log.append(JSON.parse(data));
    if (isAtEnd) scrollTo(0, document.documentElement.scrollHeight);
  });
  events.addEventListener("status", ({ data }) => {
    document.getElementById("status").innerHTML = JSON.parse(data);
  });
  events.addEventListener("end", () => events.close());
}
const live = document.getElementById("live");
if (live) {
  const timer = setInterval(async () => {
    const answer = await fetch(location.href);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (!next) return clearInterval(timer);
    const place = document.activeElement?.getAttribute("href");
    if (next.innerHTML !== live.innerHTML) live.innerHTML = next.innerHTML;
    if (place) live.querySelector(\`[href="\${place}"]\`)?.focus();
  }, 2000);
}
`;
