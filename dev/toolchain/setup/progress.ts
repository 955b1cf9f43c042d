/** The progress of a long step. Times are in seconds. */
export interface Status {
  readonly position: string;
  readonly name: string;
  readonly detail: string;
  readonly elapsed: number;
  /** The step's last time, or its expected time if it never ran here. */
  readonly expected: number;
  readonly remembered: boolean;
  /** Expected time of all later steps together. */
  readonly afterwards: number;
}

/** The output for progress, usually process.stdout. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** 83 → `1:23`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `[2/5] Pulumi CLI 3.255.0: compiling, 0:20 (last time 3:24, 8:04 left in all)`. */
export function statusLine(status: Status): string {
  const { position, name, detail, elapsed, expected, remembered, afterwards } = status;
  const what = detail === "" ? name : `${name}: ${detail}`;
  const forecast = `${remembered ? "last time" : "expected"} ${clock(expected)}`;
  const left = Math.max(0, expected - elapsed) + afterwards;
  return `${position} ${what}, ${clock(elapsed)} (${forecast}, ${clock(left)} left in all)`;
}

/** Shows progress: a live line on a terminal, and a line from time to time elsewhere, such as in a CI log. */
export class Progress {
  detail = "";
  readonly #status: Omit<Status, "detail" | "elapsed">;
  readonly #out: Screen;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(status: Omit<Status, "detail" | "elapsed">, out: Screen, everySeconds = 15) {
    this.#status = status;
    this.#out = out;
    this.#show();
    this.#timer = setInterval(() => this.#show(), out.isTTY ? 500 : everySeconds * 1000);
  }

  get elapsed(): number {
    return (performance.now() - this.#start) / 1000;
  }

  /** Prints a line that stays. */
  note(text: string): void {
    this.#out.write(`${this.#clear()}      ${text}\n`);
  }

  end(outcome: string): void {
    clearInterval(this.#timer);
    const { position, name } = this.#status;
    this.#out.write(`${this.#clear()}${position} ${name}: ${outcome} ${clock(this.elapsed)}\n`);
  }

  #show(): void {
    const line = statusLine({ ...this.#status, detail: this.detail, elapsed: this.elapsed });
    this.#out.write(
      this.#out.isTTY ? this.#clear() + line.slice(0, (this.#out.columns ?? 80) - 1) : `${line}\n`,
    );
  }

  #clear(): string {
    return this.#out.isTTY ? "\r\x1b[K" : "";
  }
}
