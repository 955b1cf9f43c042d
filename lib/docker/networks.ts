import { type Engine, orMissing, type RequestOptions } from "./client.ts";
import type { Labels } from "./labels.ts";

export interface EngineNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Labels;
  /** ISO 8601. An engine creates its own network `bridge` anew whenever it starts. */
  readonly Created: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly EnableIPv6: boolean;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly IPAM: { readonly Driver: string; readonly Config: readonly AddressRange[] | null };
}

/** A range of addresses for a network's containers. */
export interface AddressRange {
  readonly Subnet?: string;
  readonly Gateway?: string;
  readonly IPRange?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>>;
}

/**
 * Milliseconds for an answer about networks of an engine that may be creating or removing some. It does so one after another, and
 * answers about networks only in between.
 */
export const busyTimeout = 60_000;

/** The engine's networks, or those that match `filters` (JSON of the API). */
export async function listNetworks(
  engine: Engine,
  filters = "{}",
  options: Pick<RequestOptions, "timeout"> = {},
): Promise<EngineNetwork[]> {
  const found = (await engine.request("GET", "/networks", { query: { filters }, ...options })) as Listed[];
  return found.map((network) => ({ ...network, Labels: network.Labels ?? {} }));
}

type Listed = EngineNetwork & { readonly Labels: Labels | null };

/** Disconnects a container from a network. The container need not run. */
export async function disconnectContainer(
  engine: Engine,
  network: EngineNetwork,
  container: string,
): Promise<void> {
  const body = { Container: container, Force: true };
  const options = { body, timeout: busyTimeout };
  await engine.request("POST", `/networks/${network.Id}/disconnect`, options).catch(orMissing);
}

export async function removeNetwork(engine: Engine, network: EngineNetwork): Promise<void> {
  await engine.request("DELETE", `/networks/${network.Id}`, { timeout: busyTimeout }).catch(orMissing);
}
