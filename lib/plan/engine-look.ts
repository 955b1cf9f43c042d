import { EngineError } from "../docker/client.ts";
import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import type { SharedEngine } from "../docker/engines.ts";
import type { ImagesOfEngine } from "./images-of-engine.ts";
import type { PlacedStack } from "./stacks.ts";

/** An engine of the stage, what the stage places on it, and what it answered to the one look of a run. */
export interface EngineLook extends SharedEngine {
  /** Stacks and the stage's own servers. */
  readonly stacks: readonly PlacedStack[];
  readonly images: ImagesOfEngine;
  /** What it holds, or why it did not say. */
  readonly answer: EngineSnapshot | EngineError;
}

export interface AnsweredLook extends EngineLook {
  readonly answer: EngineSnapshot;
}

export function hasAnswered(look: EngineLook): look is AnsweredLook {
  return !(look.answer instanceof EngineError);
}
