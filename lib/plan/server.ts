import { join } from "node:path";
import { loadStack, planStack, type StackPlan } from "../compose/index.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** A server that the stage runs. */
export interface Server extends PlacedStack {
  /** Seconds in which it must become healthy. */
  readonly ready: number;
}

/** Values of variables in the compose file of a server. */
export type ServerValues = Readonly<Record<string, string>>;

/**
 * Plans `lib/servers/<folder>/compose.yaml` on a host.
 * @param id first part of its resources' logical names
 * @param section path of the settings for it
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

/** Lets problems of a server name its settings, because users cannot change its compose file. */
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

/** `[ip:]port` as the settings say. Default: loopback if clients use a loopback address, otherwise all addresses. */
export function publishedPort(
  address: string,
  { bind, port }: { bind?: string | undefined; port: number },
): string {
  const ip = bind ?? (/^127\.|^localhost\b/.test(address) ? "127.0.0.1" : undefined);
  return ip === undefined ? String(port) : `${ip}:${port}`;
}
