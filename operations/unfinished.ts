import type { State } from "./backend.ts";

/** Something on an engine whose creation this very state had begun: it may exist without being recorded. */
export interface Unfinished {
  readonly kind: "container" | "network";
  readonly name: string;
  readonly urn: string;
  /** Address of the engine. */
  readonly engine: string;
  readonly certPath?: string;
}

const kinds: Readonly<Record<string, Unfinished["kind"]>> = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
};

/** Containers come first: a network goes after those on it. */
export function unfinished({ resources, pending }: State): Unfinished[] {
  const providers = new Map(resources.map(({ urn, inputs = {} }) => [urn, inputs]));
  const found = pending.flatMap(({ type, resource }): Unfinished[] => {
    const kind = kinds[resource.type];
    const { name } = resource.inputs ?? {};
    const { host, certPath } = providers.get(resource.provider?.replace(/::[^:]*$/, "") ?? "") ?? {};
    if (type !== "creating" || !kind || typeof name !== "string" || typeof host !== "string") return [];
    return [
      { kind, name, urn: resource.urn, engine: host, ...(typeof certPath === "string" && { certPath }) },
    ];
  });
  return found.sort((a, b) => a.kind.localeCompare(b.kind));
}
