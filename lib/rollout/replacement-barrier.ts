import { setTimeout as sleep } from "node:timers/promises";

/**
 * Tracks containers that are being replaced. A failed step ends Pulumi's run at once. A container that is removed at
 * that moment and not yet created again would be lost, though it has nothing to do with the failure. So a failure waits
 * until every container that is being replaced exists again, and no further replacement begins.
 */
export class ReplacementBarrier {
  readonly #underWay = new Map<string, Replacement>();
  #isClosed = false;

  /**
   * Call before a container is removed. Never returns after a failure, because the run is about to end.
   * @param seconds after which a failure no longer waits for this container
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

  /** Call when the container exists again, or when its creation has failed. */
  end(key: string): void {
    this.#underWay.get(key)?.resolve();
    this.#underWay.delete(key);
  }

  /** Waits for the containers that are being replaced. Call before a failure is reported. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const patience = [...this.#underWay.values()].map(({ ended, until }) =>
      Promise.race([ended, sleep(until - Date.now(), undefined, { ref: false })]),
    );
    await Promise.all(patience);
  }

  /** Waits for the containers that are being replaced, then throws the error. */
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

/** One barrier for the whole program, because a failure on one host ends the run on all. */
export const replacementBarrier = new ReplacementBarrier();
