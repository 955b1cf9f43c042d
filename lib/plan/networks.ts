import { isIPv4 } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { NetworkFields, NetworkPlan, StackPlan } from "../compose/index.ts";
import { isToolLabel } from "../docker/labels.ts";
import type { AddressRange, EngineNetwork } from "../docker/networks.ts";

/** The networks that stacks declare, without external ones. */
export function declaredNetworks(plans: readonly StackPlan[]): NetworkPlan[] {
  return plans.flatMap(({ networks }) => networks.filter(({ external }) => !external));
}

/** True if a network of Docker Compose is as declared. It cannot have our labels. */
export function isNetworkAsDeclared({ fields }: NetworkPlan, live: EngineNetwork): boolean {
  const own = (fields.labels ?? []).filter(({ label }) => !isToolLabel(label));
  return hasSettings(fields, live) && hasLabels(own, live);
}

/** True if a network of the stage stays, false if it is replaced. @param fields with all labels that it will carry */
export function willNetworkStay(fields: NetworkFields, live: EngineNetwork): boolean {
  return hasSettings(fields, live) && hasRanges(fields, live) && hasLabels(fields.labels ?? [], live);
}

/**
 * The inputs to ignore for a network that stays. A gateway that nobody declares is the engine's choice. An engine shows it only
 * after its own restart, and then the provider would replace the network.
 */
export function ignoredOfNetwork({ ipamConfigs = [] }: NetworkFields, { IPAM }: EngineNetwork): string[] {
  const found = IPAM.Config ?? [];
  const isChosen = ipamConfigs.every(({ subnet, gateway, ipRange, auxAddress = {} }) =>
    found.some(
      (range) =>
        range.Subnet === subnet &&
        range.Gateway === (gateway ?? firstAddress(subnet)) &&
        (range.IPRange || undefined) === ipRange &&
        isDeepStrictEqual({ ...range.AuxiliaryAddresses }, { ...auxAddress }),
    ),
  );
  return ipamConfigs.length > 0 && ipamConfigs.length === found.length && isChosen ? ["ipamConfigs"] : [];
}

/** The address that an engine chooses as the gateway of an IPv4 subnet. Undefined for IPv6. */
function firstAddress(subnet = ""): string | undefined {
  const [base = "", bits] = subnet.split("/");
  if (!isIPv4(base)) return undefined;
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = number - (number % 2 ** (32 - Number(bits))) + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

function hasSettings(fields: NetworkFields, live: EngineNetwork): boolean {
  const { driver = "bridge", internal = false, attachable = false, ipv6 = false, options = {} } = fields;
  return (
    live.Driver === driver &&
    live.Internal === internal &&
    live.Attachable === attachable &&
    live.EnableIPv6 === ipv6 &&
    Object.entries(options).every(([key, value]) => live.Options?.[key] === value)
  );
}

/** True if the network has the declared address ranges. Without a declared one the engine chooses. */
function hasRanges({ ipamDriver, ipamConfigs = [] }: NetworkFields, { IPAM }: EngineNetwork): boolean {
  const found = IPAM.Config ?? [];
  const isFound = ({ subnet, gateway, ipRange }: NonNullable<NetworkFields["ipamConfigs"]>[number]) =>
    found.some(({ Subnet, Gateway, IPRange }: AddressRange) =>
      [
        [subnet, Subnet],
        [gateway, Gateway],
        [ipRange, IPRange],
      ].every(([wanted, is]) => wanted === undefined || wanted === is),
    );
  return (ipamDriver === undefined || ipamDriver === IPAM.Driver) && ipamConfigs.every(isFound);
}

function hasLabels(labels: NonNullable<NetworkFields["labels"]>, live: EngineNetwork): boolean {
  return labels.every(({ label, value }) => live.Labels[label] === value);
}
