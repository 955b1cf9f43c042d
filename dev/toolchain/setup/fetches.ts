import { runCommand } from "./command.ts";
import { openLog } from "./log.ts";
import type { Activity, Step } from "./step.ts";

/** Fetches files of steps while other steps run. */
export class Fetches {
  readonly #stateDir: string;
  readonly #begun = new Map<Step, Promise<void>>();
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
    const fetching = next
      .fetch(activity)
      .catch((error: unknown) => void log.write(`${error}\n`))
      .finally(() => {
        log.end();
        this.#isBusy = false;
        this.beginNext(steps);
      });
    this.#begun.set(next, fetching);
  }

  /** Resolves when a step's fetch has ended, also after an error. Undefined if none was begun. */
  of(step: Step): Promise<void> | undefined {
    return this.#begun.get(step);
  }
}
