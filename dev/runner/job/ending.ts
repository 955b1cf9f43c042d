/** Why a job ends before its script does. */
export type Cause = "canceled" | "gone" | "timeout" | "shutdown";

/** The one early end that a job can have; the first cause counts, but nobody wants a job that is gone. */
export class Ending {
  readonly #now = new AbortController();
  readonly #onSoft: (cause: Cause) => void;
  #cause: Cause | undefined;

  /** @param onSoft the script is to end, and after_script to run; not called for `gone` and `shutdown` */
  constructor(onSoft: (cause: Cause) => void) {
    this.#onSoft = onSoft;
  }

  get cause(): Cause | undefined {
    return this.#cause;
  }

  /** Aborted when everything of the job is to end at once. */
  get now(): AbortSignal {
    return this.#now.signal;
  }

  because(cause: Cause): void {
    const isHard = cause === "gone" || cause === "shutdown";
    if (this.#cause !== undefined && !isHard) return;
    this.#cause = cause;
    if (isHard) this.#now.abort();
    else this.#onSoft(cause);
  }

  /** For what has no script to end. */
  atOnce(): void {
    this.#now.abort();
  }
}
