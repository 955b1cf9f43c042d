import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The arguments of every process of this machine, watched until `stop`. */
export class CommandLines {
  readonly #seen = new Set<string>();
  #watching = true;
  readonly #end: Promise<void>;

  constructor() {
    this.#end = this.#watch();
  }

  /** @returns all arguments that were seen */
  async stop(): Promise<string> {
    this.#watching = false;
    await this.#end;
    return [...this.#seen].join("\n");
  }

  async #watch(): Promise<void> {
    while (this.#watching) {
      for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
        this.#seen.add(argumentsOf(pid));
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

/** Everything in the files below a folder; links are not followed. */
export function contents(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("\n");
}

/** The names of the secrets in a text, in plain text or base64. */
export function found(secrets: Readonly<Record<string, string>>, text: string): string[] {
  const isIn = (secret: string) => [secret, ...encodings(secret)].some((each) => text.includes(each));
  return Object.entries(secrets).flatMap(([name, secret]) => (isIn(secret) ? [name] : []));
}

/** The parts of a text's base64 that any longer text with it contains, for each possible offset. */
function encodings(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from("-".repeat(before) + secret).toString("base64");
    return encoded.replace(/=+$/, "").slice(before && before + 1, -1);
  });
}
