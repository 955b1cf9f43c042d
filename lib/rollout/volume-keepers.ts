import type { Engine } from "../docker/client.ts";
import { inspectContainer } from "../docker/containers.ts";
import type { Owner } from "../docker/ownership.ts";
import { keepVolumes, removeKeeper } from "../docker/volume-keeper.ts";

/** Keeps the anonymous volumes of containers while these are replaced. */
export class VolumeKeepers {
  readonly #engine: Engine;
  readonly #owner: Owner;
  /** Names of the containers whose volumes are kept. */
  readonly #kept = new Set<string>();

  constructor(engine: Engine, owner: Owner) {
    this.#engine = engine;
    this.#owner = owner;
  }

  /** Before a container is removed. */
  async keep(name: string): Promise<void> {
    const record = await inspectContainer(this.#engine, name);
    if (record && (await keepVolumes(this.#engine, name, record, this.#owner))) this.#kept.add(name);
  }

  /**
   * Once a container, its predecessor or one that replaced it, has its anonymous volumes.
   * @param isLeft an interrupted run left what keeps them
   */
  async drop(name: string, isLeft = false): Promise<void> {
    if (this.#kept.delete(name) || isLeft) await removeKeeper(this.#engine, name);
  }

  /** What an interrupted run left, unless the container is being replaced. */
  async dropLeft(name: string): Promise<void> {
    if (!this.#kept.has(name)) await this.drop(name, true);
  }
}
