import type { PortClaim } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import { inspectContainer, removeContainer, renameAside, restartContainer } from "../docker/containers.ts";
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

/** What is to be known of a container when it is created. */
export interface Rollout extends Omit<ReadinessPolicy, "isReplacement"> {
  readonly name: string;
  /** Seconds that its predecessor may take to stop. */
  readonly graceSeconds: number;
  /** Containers that use its namespaces or volumes: they are removed and made anew with it. */
  readonly attached: readonly string[];
  /** Containers that wait for it, also through each other: where it fails they are not created. */
  readonly dependents: readonly string[];
  /** Containers that are restarted after it was replaced. */
  readonly restarts: readonly string[];
  /** Its declared policy, as `no` or `always`. */
  readonly restart: string;
  /** An interrupted run left what keeps its anonymous volumes. */
  readonly hasKeeper?: boolean | undefined;
  /** Its ports on the host. */
  readonly ports: readonly PortClaim[];
  /** Ends by itself, which somebody else waits for: only its place is taken care of. */
  readonly isJob: boolean;
  /** Not to be seen in messages. */
  readonly secrets: readonly string[];
}

/** Seconds for the steps before and after the removal of a container. */
const margin = 60;

/** Sees to it that a container which takes another's place serves, or the other one comes back. */
export class Rollouts {
  readonly #engine: Engine;
  readonly #owner: Owner;
  readonly #known = new Map<string, Rollout>();
  /** What will have to come back, by name. */
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #keepers: VolumeKeepers;
  /** Names, by the ids they had before this run. */
  readonly #formerNames = new Map<string, string>();
  /** Names of the containers that went with a network, by its name. */
  readonly #networks = new Map<string, readonly string[]>();

  constructor(engine: Engine, owner: Owner) {
    this.#engine = engine;
    this.#owner = owner;
    this.#keepers = new VolumeKeepers(engine, owner);
  }

  /** A container that is going to be created. */
  expect(rollout: Rollout): void {
    this.#known.set(rollout.name, rollout);
  }

  /** Just before the container's predecessor is removed, and all that goes with it. */
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

  /** Just before something is removed that takes these containers with it. */
  async takeAllSnapshots(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const rollout = this.#known.get(name);
      if (rollout) await this.takeSnapshots(rollout);
    }
  }

  /**
   * Takes containers away from something that is to be made anew; their own steps make them anew after it.
   * @param then what could not be done before; where it fails they come back
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
   * Just before a network is removed, and the containers on it with it. Of one that was brought back Pulumi knows only
   * the successor, which has failed.
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

  /** After a network could not be created: what was on it does not come now, so nobody waits for it. */
  stranded(network: string): void {
    for (const each of this.#networks.get(network) ?? []) replacementBarrier.end(this.#key(each));
  }

  /**
   * After a container was created.
   * @throws ProblemError where it does not serve; then its predecessor does, or it is marked to be replaced
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

  /** Who has the ports of a container that could not be created for them. @param said by the engine */
  async portProblems(name: string, said: string): Promise<readonly Problem[]> {
    const { ports } = this.#known.get(name) ?? { ports: [] };
    const isTaken = /port is already allocated|address already in use/.test(said);
    return isTaken ? takenPorts(this.#engine, ports, this.#owner) : [];
  }

  /**
   * After a container could not be created.
   * @returns whether there was one before it that is back
   * @throws ProblemError where there was one that cannot be brought back
   */
  async refused(where: string, name: string): Promise<boolean> {
    replacementBarrier.end(this.#key(name));
    const problems = await this.#bringBack(where, name);
    await replacementBarrier.close();
    refuse(problems ?? []);
    return problems !== undefined;
  }

  /** What an interrupted run left to keep the volumes of a container that has them, unless it is being replaced. */
  dropLeftKeeper(name: string): Promise<void> {
    return this.#keepers.dropLeft(name);
  }

  async #giveUp(where: string, rollout: Rollout, failure: Failure, id: string): Promise<never> {
    const { name } = rollout;
    const problems = await this.#bringBack(where, name);
    if (!problems) await orEngineProblem(where, renameAside(this.#engine, id, rollout.restart));
    const remedy = problems?.length === 0 ? "the one before it serves again" : seeLogs(name);
    const all = [this.#problem(where, name, failure, remedy), ...(problems ?? [])];
    return replacementBarrier.fail(new ProblemError(all));
  }

  /**
   * The predecessor of a container, and all that went with it.
   * @returns nothing where there was none, else what stands in the way
   */
  async #bringBack(where: string, name: string): Promise<readonly Problem[] | undefined> {
    if (!this.#snapshots.has(name)) return undefined;
    const { attached = [], dependents = [] } = this.#known.get(name) ?? {};
    // A dependent that was remembered by now was removed with its network.
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

  /** @returns what is wrong with those that are back but do not serve */
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
