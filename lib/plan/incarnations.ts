import { instanceName, type NetworkPlan, type StackPlan } from "../compose/index.ts";
import { incarnationLabel } from "../docker/labels.ts";
import type { EngineNetwork } from "../docker/networks.ts";
import type { Observation } from "../docker/observation.ts";
import { adoptedIncarnation, ignoredOfAdopted, isMadeByCompose } from "./adopted-stacks.ts";
import { withLivingLabels } from "./descriptive-labels.ts";
import { withInheritedVolumes } from "./inherited-volumes.ts";
import { ignoredOfNetwork, isNetworkAsDeclared, willNetworkStay } from "./networks.ts";
import { isMadeOf, renewalOf } from "./renewal.ts";

/**
 * A plan whose containers and networks carry their incarnations. A thing that is as declared keeps its incarnation. One
 * that is gone, stopped or changed by hand gets a new incarnation, so Pulumi replaces it. This is how a plain `pulumi up`
 * repairs drift and shows it in the preview, without a refresh. Volumes carry the incarnation of their creation.
 *
 * @param fresh a new incarnation
 * @param chosen which things this run makes anew and which it lets be. Default: as they look
 */
export function withIncarnations(
  plan: StackPlan,
  live: Observation,
  fresh: string,
  chosen: ChosenRenewals = () => undefined,
): StackPlan {
  const labelled = <Fields extends { labels?: Label[] }>(fields: Fields, incarnation = fresh): Fields => ({
    ...fields,
    labels: [...(fields.labels ?? []), { label: incarnationLabel, value: incarnation }],
  });
  const renewed = plan.volumes.filter(({ isRenewed }) => isRenewed).map(({ fields }) => fields.name);
  const networkNames = new Map(plan.networks.map(({ key, fields }) => [key, fields.name]));
  return {
    ...plan,
    networks: plan.networks.map((network) => {
      const found = live.networks.get(network.fields.name);
      const choice = chosen("network", network.key);
      if (choice === "keep")
        return { ...network, fields: labelled(network.fields, found && incarnationIn(found.Labels)) };
      const kept = found && choice !== "renew" ? networkLife(network, found) : undefined;
      const isTaken = kept === adoptedIncarnation;
      const fields = labelled(network.fields, kept);
      const isKept = isTaken || (found && willNetworkStay(fields, found));
      const ignoreChanges = [
        ...(isTaken ? ["labels"] : []),
        ...(found && isKept ? ignoredOfNetwork(fields, found) : []),
      ];
      return {
        ...network,
        fields,
        ...(ignoreChanges.length > 0 && { ignoreChanges }),
        ...(found && { live: isKept ? ("declared" as const) : ("other" as const) }),
      };
    }),
    volumes: plan.volumes.map((volume) =>
      volume.external ? volume : { ...volume, fields: labelled(volume.fields) },
    ),
    containers: plan.containers.map((container) => {
      const found = live.containers.get(container.fields.name);
      const choice = chosen("container", instanceName(container));
      if (choice === "keep")
        return { ...container, fields: labelled(container.fields, found && incarnationIn(found.labels)) };
      const networks = container.networks.map(({ network }) => networkNames.get(network) ?? network);
      const changed = found && renewalOf(container, networks, found, renewed);
      const renewal = choice === "renew" ? (changed ?? "it is not as it was recorded") : changed;
      const isKept = found && renewal === undefined;
      const kept = isKept ? incarnationIn(found.labels) : fresh;
      const ignoreChanges =
        kept === adoptedIncarnation ? ignoredOfAdopted(container) : container.ignoreChanges;
      const own = withInheritedVolumes(
        found && isKept ? withLivingLabels(container, found.labels) : container,
        live,
      );
      const fields = labelled(own.fields, kept);
      return {
        ...own,
        fields,
        ignoreChanges,
        ...(found && { live: found.labels, liveImage: found.inspected.Config.Image }),
        ...(renewal !== undefined && isMadeOf(container, found) && { renewal }),
      };
    }),
  };
}

/**
 * What a run does with a container or network: `renew` it whatever it looks like, or `keep` it. Undefined if its look
 * decides. Something that is kept knows nothing of what lives, so nothing waits for its replacement.
 * @param name the part of its logical name after the stack's id
 */
export type ChosenRenewals = (kind: "container" | "network", name: string) => "renew" | "keep" | undefined;

/** The incarnation among labels. Undefined for a thing of Docker Compose. */
function incarnationIn(labels: Readonly<Record<string, string>>): string | undefined {
  return isMadeByCompose(labels) ? adoptedIncarnation : labels[incarnationLabel];
}

function networkLife(plan: NetworkPlan, live: EngineNetwork): string | undefined {
  return isMadeByCompose(live.Labels) && !isNetworkAsDeclared(plan, live)
    ? undefined
    : incarnationIn(live.Labels);
}

interface Label {
  label: string;
  value: string;
}
