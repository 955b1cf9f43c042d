import { type Engine, EngineError } from "./client.ts";

/** Something that an engine says has happened. */
export interface DockerEvent {
  readonly kind: EventKind;
  /** Such as `die`, `disconnect`, `untag`, `health_status: unhealthy`. */
  readonly action: string;
  /** Of the thing; of a volume and of an image's tag it is the name. */
  readonly id: string;
  /** Such as `name`, `exitCode`, the labels of a container; of a network's event `container`, the id of one. */
  readonly attributes: Readonly<Record<string, string>>;
  /** By the engine's clock, in milliseconds since 1970. */
  readonly time: number;
}

export type EventKind = "container" | "network" | "volume" | "image";

/** What a thing may be changed by. Healthchecks, which are commands in a container, and mounts are left out. */
const actions: Readonly<Record<EventKind, readonly string[]>> = {
  container: [
    ...["create", "start", "restart", "kill", "stop", "die", "oom", "pause", "unpause", "destroy"],
    ...["rename", "update", "health_status"],
  ],
  network: ["create", "connect", "disconnect", "destroy"],
  volume: ["create", "destroy"],
  image: ["tag", "untag", "delete", "pull", "load", "import"],
};

/**
 * Follows what happens on an engine, from now on.
 * @param signal ends it
 * @returns the events, once the engine has begun to tell them. They end when the engine ends the connection, and throw an
 * EngineError if it breaks
 * @throws EngineError if the engine does not answer
 */
export async function followEvents(engine: Engine, signal: AbortSignal): Promise<AsyncIterable<DockerEvent>> {
  const filters = JSON.stringify({
    type: Object.keys(actions),
    event: [...new Set(Object.values(actions).flat())],
  });
  return events(engine, await engine.follow("/events", { query: { filters }, signal }));
}

async function* events(engine: Engine, said: AsyncIterable<unknown>): AsyncGenerator<DockerEvent> {
  try {
    for await (const each of said) yield eventOf(each as Said);
  } catch (error) {
    throw new EngineError(engine.address, (error as Error).message, undefined, { cause: error });
  }
}

interface Said {
  readonly Type: EventKind;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> | null };
  readonly timeNano: number;
}

function eventOf({ Type, Action, Actor, timeNano }: Said): DockerEvent {
  const attributes = Actor.Attributes ?? {};
  return { kind: Type, action: Action, id: Actor.ID, attributes, time: Math.round(timeNano / 1e6) };
}

/** Milliseconds for an engine to show that it is alive. */
const pingTimeout = 5_000;

/** @throws EngineError if the engine does not answer */
export async function pingEngine(engine: Engine): Promise<void> {
  await engine.bytes("GET", "/_ping", { timeout: pingTimeout });
}
