import type { Engine } from "../../lib/docker/client.ts";
import { inspectContainer, listContainers } from "../../lib/docker/containers.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import type { Problem } from "../../lib/problems/index.ts";
import {
  type Deployment,
  nameOf,
  type Resource,
  recordedHosts,
  resourcesOn,
  types,
} from "../../lib/state/index.ts";
import { engineOfRecorded } from "../stage/engines.ts";

/**
 * Problems of containers that must run according to the state, and do not run. A container without a restart policy may
 * have ended with exit code 0.
 * @throws ProblemError if an engine does not answer
 */
export async function stoppedContainers(deployment: Deployment): Promise<Problem[]> {
  const looks = recordedHosts(deployment).map(async (host) => {
    const wanted = resourcesOn([host], deployment).filter(mustRun);
    if (wanted.length === 0) return [];
    const engine = engineOfRecorded(host);
    return orEngineProblem(host.name, stoppedOn(engine, wanted));
  });
  return (await Promise.all(looks)).flat();
}

function mustRun({ type, inputs, delete: isGoing }: Resource): boolean {
  return type === types.container && inputs?.mustRun === true && !isGoing;
}

async function stoppedOn(engine: Engine, wanted: readonly Resource[]): Promise<Problem[]> {
  const states = new Map((await listContainers(engine)).map(({ id, state }) => [id, state]));
  const looks = wanted.map(async ({ urn, id = "", inputs }): Promise<Problem[]> => {
    const name = String(inputs?.name);
    const fault = await faultOf(engine, { id, name, state: states.get(id) });
    return fault ? [{ path: nameOf(urn), expected: `container ${name} to run`, ...fault }] : [];
  });
  return (await Promise.all(looks)).flat();
}

interface Listed {
  readonly id: string;
  readonly name: string;
  /** Undefined if the engine does not list the container. */
  readonly state: string | undefined;
}

type Fault = Pick<Problem, "found" | "remedy">;

/** As with Docker Compose, a container that restarts again and again counts as running. */
const alive: ReadonlySet<string> = new Set(["running", "restarting", "paused"]);

/** If its disk is full, an engine starts a container but cannot write that down. It then lists the container as created. */
const neverStarted: Fault = {
  found: "it created and not started",
  remedy: "make room on the engine's disk if that is full, then run this again",
};

async function faultOf(engine: Engine, { id, name, state }: Listed): Promise<Fault | undefined> {
  if (state !== undefined && alive.has(state)) return undefined;
  if (state === "created") return neverStarted;
  const found = state && (await inspectContainer(engine, id));
  if (!found) return { found: "none", remedy: "run this again" };
  const { State, HostConfig } = found;
  const isToStay = /^(always|unless-stopped)$/.test(HostConfig.RestartPolicy.Name);
  if (State.Running || (State.ExitCode === 0 && !isToStay)) return undefined;
  return { found: `exit code ${State.ExitCode}`, remedy: `see why with: docker logs ${name}` };
}
