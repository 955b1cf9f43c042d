import { type Course, outlook, type Remainder } from "./forecast.ts";

/** The progress of a long step. */
export interface Status extends Course {
  readonly position: string;
  readonly name: string;
  readonly detail: string;
  /** True if the forecast is the step's last time here. */
  readonly remembered: boolean;
}

/** What stays the same while a step runs. */
type Draft = Omit<Status, "detail" | "elapsed" | "share" | "later">;

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
  const { position, name, detail, elapsed, remembered } = status;
  const { expected, left } = outlook(status);
  const what = detail === "" ? name : `${name}: ${detail}`;
  const isLastTime = remembered && expected === status.expected;
  const forecast = `${isLastTime ? "last time" : "expected"} ${clock(expected)}`;
  return `${position} ${what}, ${clock(elapsed)} (${forecast}, ${clock(left)} left in all)`;
}

/** Shows progress: a live line on a terminal, and a line from time to time elsewhere, such as in a CI log. */
export class Progress {
  detail = "";
  share: number | undefined;
  readonly #draft: Draft;
  readonly #later: () => readonly Remainder[];
  readonly #out: Screen;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout;

  /** @param later what is left of the later steps by now */
  constructor(draft: Draft, later: () => readonly Remainder[], out: Screen, everySeconds = 15) {
    this.#draft = draft;
    this.#later = later;
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
    const { position, name } = this.#draft;
    this.#out.write(`${this.#clear()}${position} ${name}: ${outcome} ${clock(this.elapsed)}\n`);
  }

  #show(): void {
    const { detail, share, elapsed } = this;
    const line = statusLine({ ...this.#draft, detail, share, elapsed, later: this.#later() });
    this.#out.write(
      this.#out.isTTY ? this.#clear() + line.slice(0, (this.#out.columns ?? 80) - 1) : `${line}\n`,
    );
  }

  #clear(): string {
    return this.#out.isTTY ? "\r\x1b[K" : "";
  }
}
