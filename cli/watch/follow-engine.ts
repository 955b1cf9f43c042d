import { setTimeout as sleep } from "node:timers/promises";
import { parseAddress } from "../../lib/docker/address.ts";
import { type Engine, EngineError } from "../../lib/docker/client.ts";
import { type DockerEvent, followEvents, pingEngine } from "../../lib/docker/events.ts";
import { forgetTunnel } from "../../lib/docker/tunnel.ts";

/** What is called when something happens to an engine. */
export interface Follower {
  /** The engine answers, and its events come from now on. */
  readonly begun: () => void;
  readonly happened: (event: DockerEvent) => void;
  readonly lost: (error: EngineError) => void;
}

/** Milliseconds between two looks whether an engine still answers. A connection to a machine that is gone stays open. */
const heartbeat = 5_000;
/** Milliseconds before the first attempt to reach a lost engine again, and the longest pause between two attempts. */
const [firstPause, longestPause] = [1_000, 10_000];

/**
 * Follows what happens on an engine until `signal` ends it. Connects again, with a pause, whenever the connection is lost.
 * Never fails.
 */
export async function followEngine(engine: Engine, follower: Follower, signal: AbortSignal): Promise<void> {
  let pause = firstPause;
  while (!signal.aborted) {
    const error = await followOnce(engine, signal, {
      ...follower,
      begun: () => {
        pause = firstPause;
        follower.begun();
      },
    });
    if (signal.aborted) return;
    follower.lost(error);
    forgetConnection(engine);
    await sleep(pause, undefined, { signal }).catch(() => {});
    pause = Math.min(2 * pause, longestPause);
  }
}

/** @returns why it ended */
async function followOnce(
  engine: Engine,
  signal: AbortSignal,
  { begun, happened }: Pick<Follower, "begun" | "happened">,
): Promise<EngineError> {
  const lost = new AbortController();
  let reason = new EngineError(engine.address, "the engine has ended the connection");
  const beat = setInterval(() => {
    pingEngine(engine).catch((error: EngineError) => {
      reason = error;
      lost.abort();
    });
  }, heartbeat);
  try {
    const events = await followEvents(engine, AbortSignal.any([signal, lost.signal]));
    begun();
    for await (const event of events) happened(event);
    return reason;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return lost.signal.aborted ? reason : error;
  } finally {
    clearInterval(beat);
    lost.abort();
  }
}

/** Forgets an ssh connection, which would otherwise be used again until ssh notices that the other side is gone. */
function forgetConnection({ address }: Engine): void {
  const parsed = parseAddress(address);
  if (parsed?.kind === "ssh") forgetTunnel(parsed);
}
