import { runCommand } from "./command.ts";
import { openLog } from "./log.ts";
import type { Activity, Step } from "./step.ts";

/** What steps fetch while others run. */
export class Fetches {
  readonly #stateDir: string;
  readonly #begun = new Map<Step, Promise<void>>();
  #isBusy = false;

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
  }

  /** Begins what the first of these steps fetches that has not begun. One after the other: a network is shared. */
  beginNext(steps: readonly Step[]): void {
    const next = steps.find((step) => step.fetch && !this.#begun.has(step));
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

  /** Ends, without an error, when what the step fetches is there; at once where nothing was begun. */
  of(step: Step): Promise<void> {
    return this.#begun.get(step) ?? Promise.resolve();
  }
}
