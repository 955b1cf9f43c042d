import { EngineError } from "../docker/client.ts";
import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import type { SharedEngine } from "../docker/engines.ts";
import type { ImagesOfEngine } from "./images-of-engine.ts";
import type { PlacedStack } from "./stacks.ts";

/** An engine of the stage, the stacks placed on it, and its answer to the only look of a run. */
export interface EngineLook extends SharedEngine {
  /** Stacks and the stage's own servers. */
  readonly stacks: readonly PlacedStack[];
  readonly images: ImagesOfEngine;
  /** The engine's snapshot, or why there is none. */
  readonly answer: EngineSnapshot | EngineError;
}

export interface AnsweredLook extends EngineLook {
  readonly answer: EngineSnapshot;
}

export function hasAnswered(look: EngineLook): look is AnsweredLook {
  return !(look.answer instanceof EngineError);
}
