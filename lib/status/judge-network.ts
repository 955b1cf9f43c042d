import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import type { EngineNetwork } from "../docker/networks.ts";
import { isOurs, type Owner } from "../docker/ownership.ts";
import { labelsIn, type PropertyMap } from "../state/index.ts";
import { finding, foreign } from "./finding.ts";
import type { RecordedThing } from "./recorded-things.ts";
import { type Judged, thingOf } from "./thing.ts";

/** Compares a recorded network with the one that has its id, or else its name. Nothing can change on an existing network. */
export function judgeNetwork(recorded: RecordedThing, { networks }: EngineSnapshot, owner: Owner): Judged {
  if (networks.some(({ Id }) => Id === recorded.resource.id))
    return { thing: thingOf(recorded, []), findings: [] };
  const namesake = networks.find(({ Name }) => Name === recorded.inputs.name);
  const text = namesake ? `replaced by another${differenceText(recorded, namesake)}` : "removed";
  const isForeign = namesake && !isOurs(namesake.Labels, owner);
  const remedy = isForeign ? foreign("network rm", recorded) : {};
  const findings = [finding(recorded, { field: "existence", text, ...remedy })];
  const thing = thingOf(recorded, findings);
  return { thing: namesake ? thing : { ...thing, health: "missing" }, findings };
}

function differenceText({ inputs, outputs }: RecordedThing, network: EngineNetwork): string {
  const { driver, internal, attachable, ipv6 } = outputs;
  const settings: readonly (readonly [name: string, was: unknown, is: unknown])[] = [
    ["driver", driver, network.Driver],
    ["internal", internal, network.Internal],
    ["attachable", attachable, network.Attachable],
    ["ipv6", ipv6, network.EnableIPv6],
    ["subnet", subnetOf(inputs), network.IPAM.Config?.[0]?.Subnet],
    ["labels", Object.keys(labelsIn(inputs)).length > 0, isLabelled(inputs, network)],
  ];
  const names = settings.flatMap(([name, was, is]) => (was === undefined || was === is ? [] : [name]));
  return names.length > 0 ? `, with other ${names.join(", ")}` : "";
}

function subnetOf({ ipamConfigs }: PropertyMap): unknown {
  const [first] = (Array.isArray(ipamConfigs) ? ipamConfigs : []) as { readonly subnet?: string }[];
  return first?.subnet;
}

function isLabelled(inputs: PropertyMap, { Labels }: EngineNetwork): boolean {
  return Object.entries(labelsIn(inputs)).every(([label, value]) => Labels[label] === value);
}
