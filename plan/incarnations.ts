import type { ContainerPlan, StackPlan } from "../compose/index.ts";
import type { LiveContainer, Observation } from "../engine/observe.ts";

/**
 * Tells one life of a container or network from the next: what has gone, has stopped or was changed by hand gets a
 * new value and so is replaced; what lives as declared keeps the value it carries.
 */
export const incarnationLabel = "smallboat.incarnation";

/**
 * A plan whose containers and networks carry their incarnations. So a plain `pulumi up` mends drift, and shows it in
 * the preview, without reading every resource back.
 *
 * @param fresh a value that was never used before
 */
export function withIncarnations(plan: StackPlan, live: Observation, fresh: string): StackPlan {
  const labelled = <Fields extends { labels?: Label[] }>(fields: Fields, incarnation = fresh): Fields => ({
    ...fields,
    labels: [...(fields.labels ?? []), { label: incarnationLabel, value: incarnation }],
  });
  const networkNames = new Map(plan.networks.map(({ key, fields }) => [key, fields.name]));
  return {
    ...plan,
    networks: plan.networks.map((network) => ({
      ...network,
      fields: labelled(network.fields, live.networks.get(network.fields.name)?.[incarnationLabel]),
    })),
    containers: plan.containers.map((container) => {
      const found = live.containers.get(container.fields.name);
      const networks = container.networks.map(({ network }) => networkNames.get(network) ?? network);
      const kept = found && isAsDeclared(container, networks, found) ? found.labels[incarnationLabel] : fresh;
      return { ...container, fields: labelled(container.fields, kept) };
    }),
  };
}

interface Label {
  label: string;
  value: string;
}

/** Whether nobody stopped it or changed what can be changed on a living container. */
function isAsDeclared(plan: ContainerPlan, networks: readonly string[], live: LiveContainer): boolean {
  const { fields, runsToCompletion, updates = {} } = plan;
  const mayHaveEnded = live.exitCode === 0 && (runsToCompletion || fields.restart === "no");
  const declared = {
    restart: fields.restart,
    maxRetryCount: fields.maxRetryCount ?? 0,
    memory: updates.Memory ?? (fields.memory ?? 0) * 2 ** 20,
    nanoCpus: Math.round(Number(fields.cpus ?? 0) * 1e9),
    cpuShares: fields.cpuShares ?? 0,
  };
  const isSame = Object.entries(declared).every(
    ([key, value]) => live[key as keyof typeof declared] === value,
  );
  const isAttached = networks.length === 0 || [...networks].sort().join() === live.networks.join();
  return (live.running || mayHaveEnded) && isSame && isAttached;
}
