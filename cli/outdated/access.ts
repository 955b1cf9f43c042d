import type { RegistryOptions } from "../../lib/docker/registry-client.ts";
import { type Deployment, recordedHosts, stageOutputs, types } from "../../lib/state/index.ts";
import { recordedLogins } from "../status/registry-look.ts";

/** How a registry is reached from this machine. */
export type RegistryAccess = Pick<RegistryOptions, "login" | "isPlain" | "ca">;

/**
 * How the state says that registries are reached: with the logins of its hosts, and the stage's own with its authority, or
 * without TLS.
 * @param deployment with secrets in plain text
 */
export function registryAccess(deployment: Deployment): (registry: string) => RegistryAccess {
  const logins = recordedHosts(deployment).map((host) => recordedLogins(deployment, host));
  const own = stageOutputs(deployment).registry;
  const server = deployment.resources.find(({ type }) => type === types.containerRegistry);
  const ca = server?.outputs?.ca;
  return (registry) => {
    const login = logins.map((each) => each.get(registry)).find((each) => each !== undefined);
    if (registry !== own?.address) return { login };
    return { login, isPlain: own.url.startsWith("http:"), ca: typeof ca === "string" ? ca : undefined };
  };
}
