import type { ContainerPlan, NetworkPlan, StackPlan } from "../compose/index.ts";
import { incarnationLabel, restoredLabel } from "../docker/labels.ts";
import type { EngineNetwork } from "../docker/networks.ts";
import type { Observation, ObservedContainer } from "../docker/observation.ts";
import {
  adoptedIncarnation,
  areLimitsAsDeclared,
  ignoredOfAdopted,
  isMadeByCompose,
} from "./adopted-stacks.ts";
import { withLivingLabels } from "./descriptive-labels.ts";
import { withInheritedVolumes } from "./inherited-volumes.ts";
import { isNetworkAsDeclared, willNetworkStay } from "./networks.ts";

/**
 * A plan whose containers and networks carry their incarnations. A thing that is as declared keeps its incarnation. One
 * that is gone, stopped or changed by hand gets a new incarnation, so Pulumi replaces it. This is how a plain `pulumi up`
 * repairs drift and shows it in the preview, without a refresh. Volumes carry the incarnation of their creation.
 *
 * @param fresh a new incarnation
 */
export function withIncarnations(plan: StackPlan, live: Observation, fresh: string): StackPlan {
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
      const kept = found && networkLife(network, found);
      const isTaken = kept === adoptedIncarnation;
      const fields = labelled(network.fields, kept);
      const isKept = isTaken || (found && willNetworkStay(fields, found));
      return {
        ...network,
        fields,
        ...(isTaken && { ignoreChanges: ["labels"] }),
        ...(found && { live: isKept ? ("declared" as const) : ("other" as const) }),
      };
    }),
    volumes: plan.volumes.map((volume) =>
      volume.external ? volume : { ...volume, fields: labelled(volume.fields) },
    ),
    containers: plan.containers.map((container) => {
      const found = live.containers.get(container.fields.name);
      const networks = container.networks.map(({ network }) => networkNames.get(network) ?? network);
      const isKept = found && isAsDeclared(container, networks, found) && !usesAny(container, renewed);
      const kept = isKept ? containerLife(container, found) : fresh;
      const ignoreChanges =
        kept === adoptedIncarnation ? ignoredOfAdopted(container) : container.ignoreChanges;
      const own = withInheritedVolumes(
        found && isKept ? withLivingLabels(container, found.labels) : container,
        live,
      );
      const fields = labelled(own.fields, kept);
      return { ...own, fields, ignoreChanges, ...(found && { live: found.labels }) };
    }),
  };
}

/** True if a container has one of these volumes mounted. */
function usesAny(
  { fields: { volumes = [], mounts = [] } }: ContainerPlan,
  names: readonly string[],
): boolean {
  const used = [...volumes.map(({ volumeName }) => volumeName), ...mounts.map(({ source }) => source)];
  return used.some((name) => name !== undefined && names.includes(name));
}

/** The incarnation among labels. Undefined for a thing of Docker Compose. */
function incarnationIn(labels: Readonly<Record<string, string>>): string | undefined {
  return isMadeByCompose(labels) ? adoptedIncarnation : labels[incarnationLabel];
}

function containerLife(plan: ContainerPlan, live: ObservedContainer): string | undefined {
  return isMadeByCompose(live.labels) && !areLimitsAsDeclared(plan, live)
    ? undefined
    : incarnationIn(live.labels);
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

/** True if a container was started, and nobody stopped it or changed a property of the running container. */
function isAsDeclared(
  { fields, runsToCompletion, updates = {} }: ContainerPlan,
  networks: readonly string[],
  { state, labels, inspected: { State, HostConfig, NetworkSettings } }: ObservedContainer,
): boolean {
  const mayHaveEnded = State.ExitCode === 0 && (runsToCompletion || fields.restart === "no");
  // The engine's list shows what is written on its disk, which counts after a restart of the engine.
  const isAlive = state !== "created" && (State.Running || mayHaveEnded);
  const isSame = [
    // Older engines store an unset policy as an empty name.
    [fields.restart, HostConfig.RestartPolicy.Name || "no"],
    [fields.maxRetryCount ?? 0, HostConfig.RestartPolicy.MaximumRetryCount],
    [updates.Memory ?? (fields.memory ?? 0) * 2 ** 20, HostConfig.Memory],
    [Math.round(Number(fields.cpus ?? 0) * 1e9), HostConfig.NanoCpus],
    [fields.cpuShares ?? 0, HostConfig.CpuShares],
  ].every(([declared, found]) => declared === found);
  const attached = Object.keys(NetworkSettings.Networks).sort();
  const isAttached = networks.length === 0 || [...networks].sort().join() === attached.join();
  const isItself = labels[restoredLabel] === undefined;
  return isAlive && isSame && isAttached && isItself;
}
