import type { Engine } from "./client.ts";

/**
 * Changes limits of a running container by the Engine API's container update.
 * @returns the engine's warnings about limits that it ignores
 */
export async function updateContainer(
  engine: Engine,
  container: string,
  body: object,
): Promise<readonly string[]> {
  const path = `/containers/${encodeURIComponent(container)}/update`;
  const { Warnings } = (await engine.request("POST", path, { body })) as { Warnings: string[] | null };
  return Warnings ?? [];
}
