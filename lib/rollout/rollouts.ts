import type { PortClaim } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import {
  inspectContainer,
  keepForInspection,
  removeContainer,
  restartContainer,
} from "../docker/containers.ts";
import { orEngineProblem } from "../docker/engine-problems.ts";
import { restoredLabel } from "../docker/labels.ts";
import { removeLeftover } from "../docker/leftovers.ts";
import type { Owner } from "../docker/ownership.ts";
import { takenPorts } from "../docker/preflight.ts";
import { type Problem, ProblemError, refuse } from "../problems/index.ts";
import { failureProblem, seeLogs } from "./failure-problem.ts";
import { type Failure, type ReadinessPolicy, waitUntilReady } from "./readiness.ts";
import { replacementBarrier } from "./replacement-barrier.ts";
import { restore, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { VolumeKeepers } from "./volume-keepers.ts";

/** What the rollout of a container needs to know. */
export interface Rollout extends Omit<ReadinessPolicy, "isReplacement"> {
  readonly name: string;
  /** Seconds for the predecessor to stop. */
  readonly graceSeconds: number;
  /** Containers that use its namespaces or volumes. They are replaced together with it. */
  readonly attached: readonly string[];
  /** Containers that depend on it, directly or through each other. If it fails, they are not created. */
  readonly dependents: readonly string[];
  /** Containers that are restarted after its replacement. */
  readonly restarts: readonly string[];
  /** Its declared restart policy, such as `no` or `always`. */
  readonly restart: string;
  /** True if an interrupted run left a keeper of its anonymous volumes. */
  readonly hasKeeper?: boolean | undefined;
  /** Its ports on the host. */
  readonly ports: readonly PortClaim[];
  /** True if it runs to its end and another hook waits for that. */
  readonly isJob: boolean;
  /** Values that messages must not show. */
  readonly secrets: readonly string[];
}

/** Additional seconds for the steps before and after the removal of a container. */
const margin = 60;

/** Replaces containers safely: the new container becomes ready, or its predecessor is restored. */
export class Rollouts {
  readonly #engine: Engine;
  readonly #owner: Owner;
  readonly #known = new Map<string, Rollout>();
  /** Snapshots of removed containers, by name. */
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #keepers: VolumeKeepers;
  /** Container names by the ids that they had before this run. */
  readonly #formerNames = new Map<string, string>();
  /** Names of the containers that were removed with a network, by the network's name. */
  readonly #networks = new Map<string, readonly string[]>();

  constructor(engine: Engine, owner: Owner) {
    this.#engine = engine;
    this.#owner = owner;
    this.#keepers = new VolumeKeepers(engine, owner);
  }

  /** Announces a container that will be created. */
  expect(rollout: Rollout): void {
    this.#known.set(rollout.name, rollout);
  }

  /** Call just before the predecessor and the containers attached to it are removed. */
  async takeSnapshots({ name, graceSeconds, attached }: Rollout): Promise<void> {
    const names = [name, ...attached];
    for (const each of names) {
      const patience = this.#known.get(each)?.graceSeconds ?? graceSeconds;
      await replacementBarrier.begin(this.#key(each), patience * names.length + margin);
    }
    for (const each of names.filter((each) => !this.#snapshots.has(each))) {
      await orEngineProblem(each, this.#keepers.keep(each));
      const snapshot = await orEngineProblem(each, takeSnapshot(this.#engine, each));
      if (!snapshot) continue;
      this.#snapshots.set(each, snapshot);
      this.#formerNames.set(snapshot.record.Id, each);
    }
  }

  /** Call just before these containers are removed together with something else. */
  async takeAllSnapshots(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const rollout = this.#known.get(name);
      if (rollout) await this.takeSnapshots(rollout);
    }
  }

  /**
   * Removes containers from something that will be replaced. Pulumi creates them again in their own steps.
   * @param then work that needs the containers to be gone. If it fails, they are restored
   */
  async clear(where: string, names: readonly string[], then: () => Promise<void>): Promise<void> {
    await this.takeAllSnapshots(names);
    try {
      for (const each of names) {
        const found = await inspectContainer(this.#engine, each);
        if (found) await removeContainer(this.#engine, found);
      }
      await then();
    } catch (error) {
      for (const each of names) await this.#bringBack(where, each);
      throw error;
    }
  }

  /**
   * Call just before a network is removed together with the containers on it. A restored container is among them, though
   * Pulumi knows only its failed successor.
   */
  async takeNetworkSnapshots(name: string, onIt: readonly Rollout[]): Promise<void> {
    this.#networks.set(
      name,
      onIt.flatMap((each) => [each.name, ...each.attached]),
    );
    for (const each of onIt) await this.takeSnapshots(each);
    const restored = [...this.#snapshots].filter(
      ([, { record }]) =>
        record.Config.Labels[restoredLabel] !== undefined && name in record.NetworkSettings.Networks,
    );
    for (const [each] of restored)
      await removeLeftover(this.#engine, { name: each, where: each }, this.#owner);
  }

  /** Call after the creation of a network failed. Its containers will not be created, so nobody waits for them. */
  stranded(network: string): void {
    for (const each of this.#networks.get(network) ?? []) replacementBarrier.end(this.#key(each));
  }

  /**
   * Call after a container was created.
   * @throws ProblemError if it does not become ready. Then its predecessor is restored, or it is marked for replacement
   */
  async created(where: string, name: string, id: string): Promise<void> {
    replacementBarrier.end(this.#key(name));
    const rollout = this.#known.get(name);
    await orEngineProblem(where, this.#keepers.drop(name, rollout?.hasKeeper));
    if (!rollout || rollout.isJob) return;
    const isReplacement = this.#snapshots.has(name);
    const failure = await orEngineProblem(
      where,
      waitUntilReady(this.#engine, id, { ...rollout, isReplacement }),
    );
    if (failure) return this.#giveUp(where, rollout, failure, id);
    if (!this.#snapshots.delete(name)) return;
    for (const each of rollout.restarts) await orEngineProblem(where, restartContainer(this.#engine, each));
  }

  /** Problems that name who uses the ports of a container whose creation failed. @param said the engine's message */
  async portProblems(name: string, said: string): Promise<readonly Problem[]> {
    const { ports } = this.#known.get(name) ?? { ports: [] };
    const isTaken = /port is already allocated|address already in use/.test(said);
    return isTaken ? takenPorts(this.#engine, ports, this.#owner) : [];
  }

  /**
   * Call after the creation of a container failed.
   * @returns true if its predecessor is restored
   * @throws ProblemError if the predecessor cannot be restored
   */
  async refused(where: string, name: string): Promise<boolean> {
    replacementBarrier.end(this.#key(name));
    const problems = await this.#bringBack(where, name);
    await replacementBarrier.close();
    refuse(problems ?? []);
    return problems !== undefined;
  }

  /** Removes the volume keeper that an interrupted run left, unless the container is being replaced. */
  dropLeftKeeper(name: string): Promise<void> {
    return this.#keepers.dropLeft(name);
  }

  async #giveUp(where: string, rollout: Rollout, failure: Failure, id: string): Promise<never> {
    const { name } = rollout;
    const problems = await this.#bringBack(where, name);
    if (!problems) await orEngineProblem(where, keepForInspection(this.#engine, id, rollout.restart));
    const remedy = problems?.length === 0 ? "the one before it serves again" : seeLogs(name);
    const all = [this.#problem(where, name, failure, remedy), ...(problems ?? [])];
    return replacementBarrier.fail(new ProblemError(all));
  }

  /**
   * Restores a container's predecessor and the containers that were removed with it.
   * @returns undefined if there was none, else the problems of the restored containers
   */
  async #bringBack(where: string, name: string): Promise<readonly Problem[] | undefined> {
    if (!this.#snapshots.has(name)) return undefined;
    const { attached = [], dependents = [] } = this.#known.get(name) ?? {};
    // A dependent with a snapshot was removed with its network.
    const names = [...new Set([name, ...attached, ...dependents])];
    try {
      return await orEngineProblem(where, this.#restoreAll(where, names));
    } catch (error) {
      if (error instanceof ProblemError) return error.problems;
      throw error;
    } finally {
      for (const each of names) replacementBarrier.end(this.#key(each));
    }
  }

  /** @returns the problems of restored containers that do not become ready */
  async #restoreAll(where: string, names: readonly string[]): Promise<Problem[]> {
    const ids = new Map<string, string>();
    for (const [former, name] of this.#formerNames) {
      const present = await inspectContainer(this.#engine, name);
      if (present) ids.set(former, present.Id);
    }
    const back: [name: string, id: string][] = [];
    for (const name of names) {
      const snapshot = this.#snapshots.get(name);
      if (!snapshot) continue;
      const currentId = (former: string) => ids.get(former) ?? former;
      const id = await restore(this.#engine, snapshot, this.#owner, currentId);
      ids.set(snapshot.record.Id, id);
      this.#snapshots.delete(name);
      await this.#keepers.drop(name);
      back.push([name, id]);
    }
    const looks = back.map(async ([name, id]) => {
      const failure = await waitUntilReady(this.#engine, id, { isReplacement: false, mustBeHealthy: false });
      return failure ? [this.#problem(where, name, failure, seeLogs(name))] : [];
    });
    return (await Promise.all(looks)).flat();
  }

  #problem(path: string, name: string, failure: Failure, remedy: string): Problem {
    return failureProblem({ path, name, failure, remedy }, this.#known.get(name)?.secrets ?? []);
  }

  #key(name: string): string {
    return `${this.#engine.address} ${name}`;
  }
}
