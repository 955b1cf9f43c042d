import { setTimeout as sleep } from "node:timers/promises";

/**
 * Containers that are about to be removed and made anew. A step that fails ends the run at once, and between the two
 * it would leave a container out that has nothing to do with the failure: so whoever fails waits for these first, and
 * no further one begins.
 */
export class ReplacementBarrier {
  readonly #underWay = new Map<string, Replacement>();
  #isClosed = false;

  /**
   * Before a container is removed. Never returns once something has failed, as then the run is about to end.
   * @param seconds until nobody waits for it any more
   */
  begin(key: string, seconds: number): Promise<void> {
    if (this.#isClosed && !this.#underWay.has(key)) return new Promise(() => {});
    if (this.#underWay.has(key)) return Promise.resolve();
    const until = Date.now() + seconds * 1000;
    let resolve = () => {};
    const ended = new Promise<void>((end) => {
      resolve = end;
    });
    this.#underWay.set(key, { ended, resolve, until });
    return Promise.resolve();
  }

  /** Once it was made anew, or has failed to be. */
  end(key: string): void {
    this.#underWay.get(key)?.resolve();
    this.#underWay.delete(key);
  }

  /** Before a failure is reported. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const patience = [...this.#underWay.values()].map(({ ended, until }) =>
      Promise.race([ended, sleep(until - Date.now(), undefined, { ref: false })]),
    );
    await Promise.all(patience);
  }

  /** Closes it, then throws what has failed. */
  async fail(error: unknown): Promise<never> {
    await this.close();
    throw error;
  }
}

interface Replacement {
  readonly ended: Promise<void>;
  readonly resolve: () => void;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Of the whole program: a failure on one host ends the run on all. */
export const replacementBarrier = new ReplacementBarrier();
