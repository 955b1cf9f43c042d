import { heldLocks, stageFiles } from "../../lib/locks/index.ts";
import { Board } from "./board.ts";
import { EngineWatch } from "./engine-watch.ts";
import { followEngine } from "./follow-engine.ts";
import { type Ground, readGround } from "./ground.ts";

/** Milliseconds between two looks whether a run is under way. It looks at files only. */
const lockLook = 500;

/**
 * Follows the events of all engines of a stage until `signal` ends it. Says what differs, what is right again, and which engine
 * is lost. After a run of the stage it compares with the new state.
 * @throws ProblemError if the stage was never brought up @throws CommandError
 */
export async function watchStage(
  stage: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const board = new Board();
  const lost = new Set<string>();
  const ground = await readGround(stage);
  say(`watching ${hostNames(ground).join(", ")}`);
  for (let next = ground; !signal.aborted; next = await readGround(stage)) {
    await untilRunEnds(next, { board, lost, say, signal });
  }
}

interface Session {
  readonly board: Board;
  /** Addresses of engines that are lost. */
  readonly lost: Set<string>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

async function untilRunEnds(ground: Ground, { board, lost, say, signal }: Session): Promise<void> {
  const ended = new AbortController();
  const isBusy = () => isRunUnderWay(ground.stage);
  let wasBusy = isBusy();
  const timer = setInterval(() => {
    const busy = isBusy();
    if (busy && !wasBusy) say("a run has begun");
    if (wasBusy && !busy) {
      say("the run has ended");
      ended.abort();
    }
    wasBusy = busy;
  }, lockLook);
  const either = AbortSignal.any([signal, ended.signal]);
  const following = ground.engines.map(({ engine, recorded, ...rest }) => {
    const watch = new EngineWatch({ engine, recorded, ...rest }, { ground, board, say, isBusy });
    const names = recorded.hosts.join(", ");
    return followEngine(
      engine,
      {
        begun: () => {
          if (lost.delete(engine.address)) say(`${names}: answers again`);
          void watch.lookAtAll();
        },
        happened: (event) => watch.heard(event),
        lost: ({ message }) => {
          if (!lost.has(engine.address)) say(`${names}: lost: ${message}`);
          lost.add(engine.address);
        },
      },
      either,
    );
  });
  await Promise.all(following);
  clearInterval(timer);
}

function isRunUnderWay(stage: string): boolean {
  const files = stageFiles(stage);
  return files !== undefined && heldLocks(files).some(({ holder }) => holder !== "dead");
}

/** In the order of the alphabet: the state has hosts as they happened to be connected. */
function hostNames({ engines }: Ground): string[] {
  return engines.flatMap(({ recorded }) => recorded.hosts).sort();
}
