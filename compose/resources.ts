import type { Problem } from "../problems/index.ts";
import { resourceLabels } from "./container/labels.ts";
import { defined } from "./defined.ts";
import type { NetworkFields } from "./fields.ts";
import type { LoadedStack } from "./load.ts";
import type { Network } from "./model.ts";
import type { NetworkPlan, PlanContext, VolumePlan } from "./plan.ts";
import { position } from "./tree/node.ts";

export function planNetworks(stack: LoadedStack, context: PlanContext, problems: Problem[]): NetworkPlan[] {
  const { networks = {}, name: project } = stack.model;
  unnamed("networks", stack, problems);
  return Object.entries(networks).map(([key, network]) => {
    if (network.enable_ipv4 === false) {
      problems.push({
        path: position(stack.place(["networks", key, "enable_ipv4"])),
        expected: `networks.${key} with IPv4`,
        found: "enable_ipv4: false",
        remedy: "remove it",
      });
    }
    const { name, external = false } = network;
    const labels = resourceLabels("network", key, project, context, network.labels);
    return { key, external, fields: external ? { name } : { ...networkFields(network), labels } };
  });
}

/** `driverOpts` and labels force a new volume, and so the loss of its data: they hold nothing that changes. */
export function planVolumes(stack: LoadedStack, context: PlanContext, problems: Problem[]): VolumePlan[] {
  const { model, place } = stack;
  unnamed("volumes", stack, problems);
  return Object.entries(model.volumes ?? {}).map(([key, { name, external = false, ...volume }]) => ({
    key,
    external,
    where: position(place(["volumes", key])),
    fields: external
      ? { name }
      : defined({
          name,
          driver: volume.driver,
          driverOpts: volume.driver_opts,
          labels: resourceLabels("volume", key, model.name, context, volume.labels),
        }),
  }));
}

/** A name that a variable left empty: the engine would give one that nobody knows. */
function unnamed(section: "networks" | "volumes", { model, place }: LoadedStack, problems: Problem[]): void {
  for (const [key, { name }] of Object.entries(model[section] ?? {})) {
    if (name) continue;
    problems.push({
      path: position(place([section, key, "name"])),
      expected: `${section}.${key}.name with a value`,
      found: "empty text",
      remedy: "give its variable a value, or remove name:",
    });
  }
}

function networkFields(network: Network): NetworkFields {
  const { driver, config } = network.ipam;
  return defined({
    name: network.name,
    driver: network.driver,
    options: network.driver_opts,
    internal: network.internal,
    attachable: network.attachable,
    ipv6: network.enable_ipv6 || undefined,
    ipamDriver: driver,
    ipamConfigs: config?.map(({ subnet, gateway, ip_range, aux_addresses }) =>
      defined({ subnet, gateway, ipRange: ip_range, auxAddress: aux_addresses }),
    ),
  });
}
