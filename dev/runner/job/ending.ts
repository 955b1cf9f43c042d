/** Why a job ends before its script ends. */
export type Cause = "canceled" | "gone" | "timeout" | "shutdown";

/** The early end of a job. The first cause counts, but `gone` and `shutdown` replace any other. */
export class Ending {
  readonly #now = new AbortController();
  readonly #onSoft: (cause: Cause) => void;
  #cause: Cause | undefined;

  /** @param onSoft ends the script and lets after_script run; not called for `gone` and `shutdown` */
  constructor(onSoft: (cause: Cause) => void) {
    this.#onSoft = onSoft;
  }

  get cause(): Cause | undefined {
    return this.#cause;
  }

  /** Aborted when everything of the job must end at once. */
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

  /** Ends everything at once, since no script runs yet that could be ended alone. */
  atOnce(): void {
    this.#now.abort();
  }
}
