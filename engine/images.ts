import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** An image of an engine. */
export interface EngineImage {
  readonly id: string;
  readonly labels: Labels;
  readonly entrypoint: readonly string[];
  /** Places for which it asks for volumes. */
  readonly volumes: readonly string[];
  /** Who its containers start as, as its Dockerfile says; "" is root. */
  readonly user: string;
}

/** By its reference or id; undefined where the engine has none. @throws EngineError */
export async function inspectImage(engine: Engine, image: string): Promise<EngineImage | undefined> {
  const path = `/images/${encodeURI(image)}/json`;
  const found = (await engine.request("GET", path).catch(orMissing)) as
    | { readonly Id: string; readonly Config: Config }
    | undefined;
  if (!found) return undefined;
  const { Labels, Entrypoint, Volumes, User } = found.Config;
  return {
    id: found.Id,
    labels: Labels ?? {},
    entrypoint: Entrypoint ?? [],
    volumes: Object.keys(Volumes ?? {}),
    user: User ?? "",
  };
}

interface Config {
  readonly Labels: Labels | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Volumes?: object | null;
  readonly User?: string;
}
