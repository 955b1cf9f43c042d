import type { Engine } from "../docker/client.ts";
import { inspectContainer } from "../docker/containers.ts";
import type { Owner } from "../docker/ownership.ts";
import { keepVolumes, removeKeeper } from "../docker/volume-keeper.ts";

/** Keeps the anonymous volumes of containers while these are replaced. */
export class VolumeKeepers {
  readonly #engine: Engine;
  readonly #owner: Owner;
  /** Names of the containers that have a keeper. */
  readonly #kept = new Set<string>();

  constructor(engine: Engine, owner: Owner) {
    this.#engine = engine;
    this.#owner = owner;
  }

  /** Call before a container is removed. */
  async keep(name: string): Promise<void> {
    const record = await inspectContainer(this.#engine, name);
    if (record && (await keepVolumes(this.#engine, name, record, this.#owner))) this.#kept.add(name);
  }

  /**
   * Call when a container has its anonymous volumes again: the new one, or the restored predecessor.
   * @param isLeft true if an interrupted run left the keeper
   */
  async drop(name: string, isLeft = false): Promise<void> {
    if (this.#kept.delete(name) || isLeft) await removeKeeper(this.#engine, name);
  }

  /** Removes the keeper that an interrupted run left, unless the container is being replaced. */
  async dropLeft(name: string): Promise<void> {
    if (!this.#kept.has(name)) await this.drop(name, true);
  }
}
