import type { Problem } from "../problems/index.ts";
import { type Form, forms, remedyFor } from "./container/forms.ts";
import { resourceLabels } from "./container/labels.ts";
import { withoutUndefined } from "./defined.ts";
import type { LoadedStack } from "./load.ts";
import type { Network, Volume } from "./model.ts";
import type { NetworkFields } from "./provider-fields.ts";
import type { NetworkPlan, PlanContext, VolumePlan } from "./stack-plan.ts";
import { position } from "./tree/node.ts";

export function planNetworks(stack: LoadedStack, context: PlanContext, problems: Problem[]): NetworkPlan[] {
  const { networks = {}, name: project } = stack.model;
  checkResources("networks", stack, networkValues, problems);
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
    const where = position(stack.place(["networks", key, "name"]));
    return { key, external, where, fields: external ? { name } : { ...networkFields(network), labels } };
  });
}

/** A change of `driverOpts` or labels would replace a volume and delete its data, so they contain nothing that changes. */
export function planVolumes(stack: LoadedStack, context: PlanContext, problems: Problem[]): VolumePlan[] {
  const { model, place } = stack;
  checkResources("volumes", stack, volumeValues, problems);
  return Object.entries(model.volumes ?? {}).map(([key, { name, external = false, ...volume }]) => ({
    key,
    external,
    where: position(place(["volumes", key, "name"])),
    fields: external
      ? { name }
      : withoutUndefined({
          name,
          driver: volume.driver,
          driverOpts: volume.driver_opts,
          labels: resourceLabels("volume", key, model.name, context, volume.labels),
        }),
  }));
}

/** Values of a resource by their paths below it, and the form that an engine accepts. */
type Values = readonly (readonly [path: string, value: string | undefined, form: Form])[];

/** Reports values that an engine would refuse. */
function checkResources(
  section: "networks" | "volumes",
  { model, place }: LoadedStack,
  valuesOf: (resource: Network & Volume) => Values,
  problems: Problem[],
): void {
  const resources = Object.entries(model[section] ?? {}) as [string, Network & Volume][];
  for (const [key, resource] of resources) {
    const say = (path: string, expected: string, found: string, remedy: string) => {
      const at = place([section, key, ...path.split(".")]);
      problems.push({ path: position(at), expected: `${section}.${key}.${path} ${expected}`, found, remedy });
    };
    // The engine would choose a random name.
    if (!resource.name)
      say("name", "with a value", "empty text", "give its variable a value, or remove name:");
    else if (!resource.external)
      for (const [path, value, form] of valuesOf(resource)) {
        if (value !== undefined && !form.takes(value))
          say(path, `as ${form.expected}`, `"${value}"`, remedyFor(value, form));
      }
  }
}

function networkValues({ driver, ipam: { config = [] } }: Network): Values {
  return [
    ["driver", driver, forms.networkDriver],
    ...config.flatMap(({ subnet, gateway, ip_range }, index): Values => {
      const path = `ipam.config.${index}`;
      return [
        [`${path}.subnet`, subnet, forms.range],
        [`${path}.gateway`, gateway, forms.address],
        [`${path}.ip_range`, ip_range, forms.range],
      ];
    }),
  ];
}

function volumeValues({ name, driver }: Volume): Values {
  return [
    ["name", name, forms.volumeName],
    ["driver", driver, forms.volumeDriver],
  ];
}

function networkFields(network: Network): NetworkFields {
  const { driver, config } = network.ipam;
  return withoutUndefined({
    name: network.name,
    driver: network.driver,
    options: network.driver_opts,
    internal: network.internal,
    attachable: network.attachable,
    ipv6: network.enable_ipv6 || undefined,
    ipamDriver: driver,
    ipamConfigs: config?.map(({ subnet, gateway, ip_range, aux_addresses }) =>
      withoutUndefined({ subnet, gateway, ipRange: ip_range, auxAddress: aux_addresses }),
    ),
  });
}
