import { runCommand } from "./command.ts";
import { openLog } from "./log.ts";
import type { Activity, Step } from "./step.ts";

/** The fetch of a step, which has begun. */
class Fetch {
  /** Resolves when it has ended, also after an error. */
  readonly ended: Promise<void>;
  state: "running" | "done" | "failed" = "running";
  readonly #begun = performance.now();
  #end: number | undefined;

  /** @param onEnd called as soon as it has ended, with the error if there was one */
  constructor(work: Promise<void>, onEnd: (error?: unknown) => void) {
    const end = (state: "done" | "failed") => (error: unknown) => {
      this.state = state;
      this.#end = performance.now();
      onEnd(error);
    };
    this.ended = work.then(end("done"), end("failed"));
  }

  /** Seconds since it began, or that it took. */
  get seconds(): number {
    return ((this.#end ?? performance.now()) - this.#begun) / 1000;
  }
}

/** Fetches files of steps while other steps run. */
export class Fetches {
  readonly #stateDir: string;
  readonly #begun = new Map<Step, Fetch>();
  #isBusy = false;

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
  }

  /**
   * Begins the first fetch that has not begun. Fetches run one after another, because they share the network.
   * @param steps the steps whose fetches may begin by now
   */
  beginNext(steps: () => readonly Step[]): void {
    const next = steps().find((step) => step.fetch && !this.#begun.has(step));
    if (!next?.fetch || this.#isBusy) return;
    this.#isBusy = true;
    const log = openLog(`fetch ${next.name}`, this.#stateDir);
    const activity: Activity = {
      say: () => {},
      note: (text) => void log.write(`${text}\n`),
      run: (command, args, options) => runCommand(log, command, args, options),
    };
    const fetch = new Fetch(next.fetch(activity), (error) => {
      log.end(error === undefined ? "" : `${error}\n`);
      this.#isBusy = false;
      this.beginNext(steps);
    });
    this.#begun.set(next, fetch);
  }

  /** Resolves when a step's fetch has ended, also after an error. Undefined if none was begun. */
  of(step: Step): Promise<void> | undefined {
    return this.#begun.get(step)?.ended;
  }

  /** What is left of a step after what its fetch has done by now. @param seconds of all of the step */
  left(step: Step, seconds: number): number {
    const fetch = this.#whole(step);
    if (!fetch) return seconds;
    return fetch.state === "done" ? 0 : Math.max(0, seconds - fetch.seconds);
  }

  /** Seconds that the fetch of a step has taken, where it does all of the step. Otherwise 0. */
  spent(step: Step): number {
    return this.#whole(step)?.seconds ?? 0;
  }

  /** The fetch that does all of a step. Undefined if there is none, or if it has failed. */
  #whole(step: Step): Fetch | undefined {
    const fetch = this.#begun.get(step);
    return step.fetchesAll && fetch?.state !== "failed" ? fetch : undefined;
  }
}
