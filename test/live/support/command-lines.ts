import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds in which a new process gets its own arguments: until then it has those of its parent. */
const youth = 300;
/** Milliseconds after which an older process is read again: it may have become another program. */
const again = 1000;

/** The arguments of every process of this machine, containers' too, watched until `stop`. */
export class CommandLines {
  readonly #seen = new Set<string>();
  #isWatching = true;
  readonly #end: Promise<void>;

  constructor() {
    this.#end = this.#watch();
  }

  /** @returns all arguments that were seen, a line for each process and program */
  async stop(): Promise<string> {
    this.#isWatching = false;
    await this.#end;
    return [...this.#seen].join("\n");
  }

  async #watch(): Promise<void> {
    let known = new Map<string, { readonly since: number; readonly read: number }>();
    while (this.#isWatching) {
      const now = performance.now();
      const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
      known = new Map(
        pids.map((pid) => {
          const { since, read } = known.get(pid) ?? { since: now, read: Number.NEGATIVE_INFINITY };
          if (now - since > youth && now - read < again) return [pid, { since, read }];
          this.#seen.add(argumentsOf(pid));
          return [pid, { since, read: now }];
        }),
      );
      await sleep(5);
    }
  }
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
