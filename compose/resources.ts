import type { Problem } from "../problems/index.ts";
import { resourceLabels } from "./container/labels.ts";
import type { NetworkFields } from "./fields.ts";
import type { LoadedStack } from "./load.ts";
import type { Network } from "./model.ts";
import type { NetworkPlan, PlanContext, VolumePlan } from "./plan.ts";
import { position } from "./tree/node.ts";

export function planNetworks(stack: LoadedStack, context: PlanContext, problems: Problem[]): NetworkPlan[] {
  const { networks = {}, name: project } = stack.model;
  return Object.entries(networks).map(([key, network]) => {
    if (network.enable_ipv4 === false) {
      problems.push({
        path: position(stack.place(["networks", key, "enable_ipv4"])),
        expected: `networks.${key} with IPv4`,
        found: "enable_ipv4: false",
        remedy: "remove it",
      });
    }
    const external = network.external ?? false;
    const labels = external ? undefined : resourceLabels("network", key, project, context, network.labels);
    return {
      key,
      external,
      fields: external
        ? { name: network.name }
        : { ...networkFields(network), ...(labels ? { labels } : {}) },
    };
  });
}

/** `driverOpts` and labels force a new volume, and so the loss of its data: they hold nothing that changes. */
export function planVolumes({ model }: LoadedStack, context: PlanContext): VolumePlan[] {
  return Object.entries(model.volumes ?? {}).map(([key, { name, external = false, ...volume }]) => ({
    key,
    external,
    fields: external
      ? { name }
      : {
          name,
          ...(volume.driver ? { driver: volume.driver } : {}),
          ...(volume.driver_opts ? { driverOpts: volume.driver_opts } : {}),
          labels: resourceLabels("volume", key, model.name, context, volume.labels),
        },
  }));
}

function networkFields(network: Network): NetworkFields {
  const { driver, config } = network.ipam;
  return {
    name: network.name,
    ...(network.driver ? { driver: network.driver } : {}),
    ...(network.driver_opts ? { options: network.driver_opts } : {}),
    ...(network.internal ? { internal: true } : {}),
    ...(network.attachable ? { attachable: true } : {}),
    ...(network.enable_ipv6 ? { ipv6: true } : {}),
    ...(driver ? { ipamDriver: driver } : {}),
    ...(config
      ? {
          ipamConfigs: config.map(({ subnet, gateway, ip_range, aux_addresses }) => ({
            ...(subnet ? { subnet } : {}),
            ...(gateway ? { gateway } : {}),
            ...(ip_range ? { ipRange: ip_range } : {}),
            ...(aux_addresses ? { auxAddress: aux_addresses } : {}),
          })),
        }
      : {}),
  };
}
