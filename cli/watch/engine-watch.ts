import { setTimeout as sleep } from "node:timers/promises";
import { EngineError } from "../../lib/docker/client.ts";
import type { DockerEvent } from "../../lib/docker/events.ts";
import {
  engineReport,
  extras,
  type PartialReport,
  type RecordedThing,
  stageReport,
} from "../../lib/status/index.ts";
import { lookAtEngine } from "../status/engine-look.ts";
import { noRegistries } from "../status/registry-look.ts";
import type { Board } from "./board.ts";
import { isConcerned } from "./concerned.ts";
import type { Ground, WatchedEngine } from "./ground.ts";
import { lookAtStranger, lookAtThing } from "./thing-look.ts";

export interface WatchContext {
  readonly ground: Ground;
  readonly board: Board;
  readonly say: (line: string) => void;
  /** True while a run may be changing the stage. */
  readonly isBusy: () => boolean;
}

/** Milliseconds between an event and the look at its thing, because one command of a person causes several events. */
const settling = 250;
/** Looks at one engine at the same time. */
const looksAtATime = 8;

/** Looks at the things that an engine's events name, and prints what has changed. */
export class EngineWatch {
  readonly #watched: WatchedEngine;
  readonly #context: WatchContext;
  /** Looks that wait, by what they look at. */
  readonly #waiting = new Map<string, () => Promise<void>>();
  /** Things that the current run has touched. */
  readonly #touched = new Set<string>();
  #working = 0;

  constructor(watched: WatchedEngine, context: WatchContext) {
    this.#watched = watched;
    this.#context = context;
  }

  /** Looks at everything, because earlier events are unknown. Does nothing while a run is changing the stage. */
  async lookAtAll(): Promise<void> {
    const { connection, recorded } = this.#watched;
    if (this.#context.isBusy()) return;
    const { owner } = this.#context.ground;
    await unlessLost(async () => {
      const answer = await lookAtEngine(connection, { ...noRegistries, things: recorded.things, owner });
      const hosts: readonly (string | undefined)[] = recorded.hosts;
      const known = this.#context.board.addresses(
        ({ host, extra }) => extra !== undefined && hosts.includes(host),
      );
      this.#note(engineReport(recorded, answer, owner), known);
    });
  }

  /** Looks soon at what an event is about. */
  heard(event: DockerEvent): void {
    const concerned = this.#watched.recorded.things.filter((each) => isConcerned(event, each));
    if (concerned.length === 0) this.#later(`${event.kind} ${event.id}`, () => this.#lookAtStranger(event));
    for (const each of concerned) this.#later(each.address, () => this.#lookAt(each));
  }

  #later(key: string, look: () => Promise<void>): void {
    this.#waiting.set(key, look);
    if (this.#working < looksAtATime) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working += 1;
    await sleep(settling);
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const [key, look] = next;
      this.#waiting.delete(key);
      await unlessLost(look);
    }
    this.#working -= 1;
  }

  async #lookAt(thing: RecordedThing): Promise<void> {
    const { isBusy, say, ground } = this.#context;
    if (isBusy()) {
      if (!this.#touched.has(thing.address)) say(`${thing.address}: touched by the run that is under way`);
      this.#touched.add(thing.address);
      return;
    }
    const { engine, recorded } = this.#watched;
    const answer = await lookAtThing(engine, thing);
    this.#note(engineReport({ ...recorded, things: [thing] }, answer, ground.owner));
  }

  /** A thing that the state does not record may be an extra thing of the stage, or may have been one. */
  async #lookAtStranger(event: DockerEvent): Promise<void> {
    const { isBusy, ground, board } = this.#context;
    if (isBusy() || event.kind === "image") return;
    const { engine, recorded } = this.#watched;
    const { things, ids, hosts } = recorded;
    const snapshot = await lookAtStranger(engine, event);
    const found = extras({ snapshot, recorded: things, ids, owner: ground.owner, host: hosts[0] });
    const { kind, id, attributes } = event;
    const isIt = (extra: { kind: string; name: string; id?: string } | undefined) =>
      extra?.kind === kind && (extra.id === id || extra.name === (attributes.name ?? id));
    this.#note(
      { things: [], findings: found, unanswered: [] },
      board.addresses(({ extra }) => isIt(extra)),
    );
  }

  #note(part: PartialReport, known: readonly string[] = []): void {
    const { ground, board, say } = this.#context;
    const { stage, rules } = ground;
    const { things, findings } = stageReport({ stage, at: new Date(), parts: [part], rules });
    for (const line of board.note({ things, findings, extras: known })) say(line);
  }
}

/** Ignores an engine that does not answer: its follower reports that, and looks at everything when it is back. */
async function unlessLost(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}
