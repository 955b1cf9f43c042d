import { join } from "node:path";
import { loadStack, planStack } from "../compose/index.ts";
import type { Settings } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** A placed server of the program's own. */
export interface Server extends PlacedStack {
  /** Seconds it may take to answer its healthcheck. */
  readonly ready: number;
}

/** What stands in the compose files of servers, by name. */
export type ServerValues = Readonly<Record<string, string>>;

/** `servers/<folder>/compose.yaml` on a host. `id` is the stem of its resources' names. */
export function planServer(
  folder: string,
  { stage }: Settings,
  host: string,
  values: ServerValues,
  id = folder,
) {
  const label = `servers/${folder}`;
  const dir = join(import.meta.dirname, "..", label);
  const loaded = loadStack({ dir, label, values: { ...values, STAGE: stage } });
  return { id, host, label, plan: planStack(loaded, { stage, host, stack: id }) };
}

/** `[ip:]port`: where the settings say so, else on loopback where clients dial that, else on all addresses. */
export function publishedPort(
  address: string,
  { bind, port }: { bind?: string | undefined; port: number },
): string {
  const ip = bind ?? (/^127\.|^localhost\b/.test(address) ? "127.0.0.1" : undefined);
  return ip === undefined ? String(port) : `${ip}:${port}`;
}
