import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Run } from "./contender.ts";

const lastLines = 15;

/**
 * Runs programs in silence; what one printed is told only when it fails. An abort ends the running ones. Peers
 * collect garbage with Go's own settings. Only Pulumi gets those of `make env`, from `stageEnvironment`.
 */
export function runner(signal: AbortSignal): Run {
  const { GOGC: _, GOMEMLIMIT: __, ...own } = process.env;
  return async (command, args, { cwd, env }) => {
    signal.throwIfAborted();
    const child = spawn(command, args, {
      cwd,
      env: { ...own, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const [code, killedBy] = await once(child, "close").finally(() =>
      signal.removeEventListener("abort", stop),
    );
    signal.throwIfAborted();
    if (code === 0) return;
    const tail = output.trimEnd().split("\n").slice(-lastLines).join("\n");
    throw new Error(`\`${[command, ...args].join(" ")}\` ended with ${killedBy ?? `code ${code}`}:\n${tail}`);
  };
}

/** The sentence that matters in what a program printed before it failed. */
export function reasonOf({ message }: Error): string {
  const words = message.replaceAll(/[\s│╷╵]+/g, " ").trim();
  const said = /stderr=(?<ssh>[^│]*?)(?= with |$)/.exec(words)?.groups?.ssh;
  return (said || words).slice(0, 300);
}

/** Works on the items, `limit` of them at a time. Rejects when nothing is at work any more. */
export async function inParallel<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: limit }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
