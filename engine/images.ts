import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** Of an image by its reference or id; undefined where the engine has none. @throws EngineError */
export async function imageLabels(engine: Engine, image: string): Promise<Labels | undefined> {
  const path = `/images/${encodeURI(image)}/json`;
  const found = (await engine.request("GET", path).catch(orMissing)) as
    | { readonly Config: { readonly Labels: Labels | null } }
    | undefined;
  return found && (found.Config.Labels ?? {});
}
