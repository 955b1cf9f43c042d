import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, EngineError, orMissing } from "../../lib/docker/client.ts";
import { readFile } from "../../lib/docker/container-files.ts";
import { type Container, listContainers, stopContainer } from "../../lib/docker/containers.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { ofStage } from "../../lib/docker/labels.ts";
import { listNetworks, removeNetwork } from "../../lib/docker/networks.ts";
import { isOurs, type Owner } from "../../lib/docker/ownership.ts";
import { listVolumes, removeVolume } from "../../lib/docker/volumes.ts";
import type { StageEngine } from "../stage/engines.ts";

/** The label that the stand-in's runner sets on everything it makes for a job (dev/runner/engine/engine.ts). */
export const runnerLabel = "smallboat.runner.system";
/** The runner's file with its own id. */
const identity = "/var/lib/smallboat-runner/system_id";

/**
 * Stops the stand-in's runners of a stage before it is destroyed, and removes what their jobs left. Nothing else removes
 * it, and a container of a job would prevent the removal of its network.
 * @throws ProblemError
 */
export async function endRunnerJobs(owner: Owner, engines: readonly StageEngine[]): Promise<void> {
  await Promise.all(engines.map(({ engine, where }) => orEngineProblem(where, endJobsOn(owner, engine))));
}

async function endJobsOn(owner: Owner, engine: Engine): Promise<void> {
  const containers = await listContainers(engine, ofStage(owner.stage));
  const isRunner = ({ image }: Container) => image.startsWith("smallboat-standin-runner:");
  const runners = containers.filter((each) => isRunner(each) && isOurs(each.labels, owner));
  for (const { id, state } of runners) {
    const file = await readFile(engine, id, identity);
    // A runner that still asks for jobs would make more.
    if (state === "running") await stopContainer(engine, id, secondsToEnd);
    if (file) await removeMade(engine, file.content.toString().trim());
  }
}

const secondsToEnd = 10;

async function removeMade(engine: Engine, system: string): Promise<void> {
  const filters = JSON.stringify({ label: [`${runnerLabel}=${system}`] });
  await removeContainers(engine, filters);
  for (const network of await listNetworks(engine, filters)) await removeNetwork(engine, network);
  for (const volume of await listVolumes(engine, filters)) await removeVolume(engine, volume.Name);
}

/**
 * Removes containers until none is left. The engine may still make one that the runner asked for, or be about to remove
 * one by itself: then it answers 409.
 */
async function removeContainers(engine: Engine, filters: string): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    const containers = await listContainers(engine, filters);
    if (containers.length === 0) return;
    for (const { id } of containers) {
      const query = { force: "1", v: "1" };
      await engine.request("DELETE", `/containers/${id}`, { query, timeout }).catch((error: unknown) => {
        const isGoing = error instanceof EngineError && error.status === 409 && Date.now() < end;
        if (!isGoing) orMissing(error);
      });
    }
    await sleep(200);
  }
}

/** Milliseconds for the containers to go. */
const timeout = 60_000;
