import { join } from "node:path";
import { loadStack, planStack, type StackPlan } from "../compose/index.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** A placed server of the program's own. */
export interface Server extends PlacedStack {
  /** Seconds it may take to answer its healthcheck. */
  readonly ready: number;
}

/** What stands in the compose files of servers, by name. */
export type ServerValues = Readonly<Record<string, string>>;

/**
 * `servers/<folder>/compose.yaml` on a host.
 * @param id the stem of its resources' names
 * @param section path of the settings that it comes from
 */
export function planServer(
  folder: string,
  { stage, file }: Settings,
  host: string,
  values: ServerValues,
  id = folder,
  section: readonly string[] = [folder],
) {
  const label = `lib/servers/${folder}`;
  const dir = join(import.meta.dirname, "../..", label);
  const loaded = loadStack({ dir, label, values: { ...values, STAGE: stage } });
  const plan = placedInSettings(planStack(loaded, { stage, host, stack: id }), (...keys) =>
    settingPath(file, [...section, ...keys]),
  );
  return { id, host, label, plan };
}

/** What can be changed of a server stands in the settings, not in its compose file. */
function placedInSettings(plan: StackPlan, at: (...keys: string[]) => string): StackPlan {
  const ofSection = <Part extends object>(parts: readonly Part[]) =>
    parts.map((part) => ({ ...part, where: at() }));
  return {
    ...plan,
    networks: ofSection(plan.networks),
    volumes: ofSection(plan.volumes),
    images: plan.images.map((image) => ({ ...image, where: at("image") })),
    containers: ofSection(plan.containers).map((container) => ({
      ...container,
      ports: container.ports.map((port) => ({ ...port, where: at("port") })),
    })),
  };
}

/** `[ip:]port`: where the settings say so, else on loopback where clients dial that, else on all addresses. */
export function publishedPort(
  address: string,
  { bind, port }: { bind?: string | undefined; port: number },
): string {
  const ip = bind ?? (/^127\.|^localhost\b/.test(address) ? "127.0.0.1" : undefined);
  return ip === undefined ? String(port) : `${ip}:${port}`;
}
