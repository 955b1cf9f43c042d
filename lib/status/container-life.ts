import { isAlive } from "../comparison/index.ts";
import type { Container } from "../docker/containers.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import type { PropertyMap } from "../state/index.ts";
import { type EndedWithEngine, wasKilled } from "./engine-start.ts";
import { byHand } from "./finding.ts";
import type { Health } from "./model.ts";

/** How a container lives. */
export interface Life {
  readonly health: Health;
  /** Its own state in its own words, if `health` does not say it all. */
  readonly state?: string;
  /** What is not as it was recorded, and why. */
  readonly change?: { readonly text: string; readonly cause: string };
}

/** @param listed as the engine lists it: only there it says what is written on its disk */
export function lifeOf(
  inputs: PropertyMap,
  listed: Container,
  container: InspectedContainer,
  endedWithEngine: EndedWithEngine,
): Life {
  const { State } = container;
  if (listed.state === "created")
    return {
      health: "stopped",
      state: "created",
      change: { text: "container never started", cause: byHand },
    };
  if (State.Status === "paused")
    return { health: "stopped", state: "paused", change: { text: "container paused", cause: byHand } };
  if (State.Restarting)
    return { health: "unhealthy", state: `restarts again and again, last with exit code ${State.ExitCode}` };
  if (State.Running) return running(container);
  const state = `exited with ${State.ExitCode}`;
  const mayEnd = mayEndWell(inputs, container);
  const isCutOff = endedWithEngine(container);
  const isJob = inputs.mustRun === false;
  if (isAlive(container, listed.state, mayEnd) && (isJob || !isCutOff)) return { health: "healthy", state };
  const text = isJob ? `job ended with exit code ${State.ExitCode}` : stoppedText(State);
  const cause = isCutOff ? dockerRestarted : causeOfEnd(container);
  return { health: isJob ? "unhealthy" : "stopped", state, change: { text, cause } };
}

/** The cause of everything that a restart of an engine has stopped. */
const dockerRestarted = "docker restarted";

function running({ State }: InspectedContainer): Life {
  switch (State.Health?.Status) {
    case "starting":
      return { health: "starting" };
    case "unhealthy":
      return { health: "unhealthy", state: "its healthcheck fails" };
    default:
      return { health: "healthy" };
  }
}

/** True for a job, or for a service that declares no restarts and nothing for others to reach. */
function mayEndWell(inputs: PropertyMap, container: InspectedContainer): boolean {
  if (inputs.mustRun === false) return true;
  return (inputs.restart ?? "no") === "no" && !isReached(inputs, container);
}

/**
 * True if others depend on its running: it publishes ports, declares a healthcheck, or runs its image's own program and
 * exposes ports.
 */
function isReached(
  { ports, healthcheck, command, entrypoints }: PropertyMap,
  { Config }: InspectedContainer,
): boolean {
  const { tests = [] } = (healthcheck ?? {}) as { readonly tests?: readonly string[] };
  const isServer = command === undefined && entrypoints === undefined;
  return (
    (Array.isArray(ports) && ports.length > 0) ||
    (tests.length > 0 && tests[0] !== "NONE") ||
    (isServer && Object.keys(Config.ExposedPorts ?? {}).length > 0)
  );
}

/** True if the exit code is that of a program that was told to stop, whether it heeds that or not. */
function wasToldToStop(state: InspectedContainer["State"]): boolean {
  return state.ExitCode === 0 || wasKilled(state);
}

function stoppedText(state: InspectedContainer["State"]): string {
  return wasToldToStop(state) ? "container stopped" : `container stopped with exit code ${state.ExitCode}`;
}

function causeOfEnd({ State, HostConfig }: InspectedContainer): string {
  if (State.OOMKilled) return "out of memory";
  if (State.Error) return "the engine could not start it";
  // An engine starts it again unless somebody has stopped it.
  const isKept = /^(always|unless-stopped)$/.test(HostConfig.RestartPolicy.Name);
  return isKept || wasToldToStop(State) ? byHand : "ended by itself";
}
