import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** An image of an engine. */
export interface EngineImage {
  readonly id: string;
  readonly labels: Labels;
}

/** By its reference or id; undefined where the engine has none. @throws EngineError */
export async function inspectImage(engine: Engine, image: string): Promise<EngineImage | undefined> {
  const path = `/images/${encodeURI(image)}/json`;
  const found = (await engine.request("GET", path).catch(orMissing)) as
    | { readonly Id: string; readonly Config: { readonly Labels: Labels | null } }
    | undefined;
  return found && { id: found.Id, labels: found.Config.Labels ?? {} };
}
