import type { Engine } from "./client.ts";

/**
 * Changes what can be changed on a living container, in the words of the Engine API.
 * @returns what the engine leaves out, in its words
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
