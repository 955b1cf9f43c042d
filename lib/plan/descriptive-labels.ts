import type { ContainerPlan } from "../compose/index.ts";
import { configHashLabel, type Labels, stackLabel } from "../docker/labels.ts";

/**
 * Labels about the surroundings of a service: its dependencies, and the paths of its files. As in Docker Compose, a change
 * of these alone does not change the container.
 */
const descriptive = new Set([
  ...["depends_on", "version", "project.working_dir", "project.config_files"].map(
    (name) => `com.docker.compose.${name}`,
  ),
  stackLabel,
]);

/**
 * A container with the descriptive labels and the config-hash of the running one, if all other labels are equal. Otherwise
 * it keeps its own.
 */
export function withLivingLabels(plan: ContainerPlan, live: Labels): ContainerPlan {
  const { labels } = plan.fields;
  const found = (label: string) => live[label] ?? "";
  const hash = plan.sameHashes?.find((each) => each === live[configHashLabel]);
  const current = labels.map(({ label, value }) =>
    label === configHashLabel && hash !== undefined ? { label, value: hash } : { label, value },
  );
  const isSame = current.every(({ label, value }) => descriptive.has(label) || live[label] === value);
  const differing = labels.filter(({ label, value }) => descriptive.has(label) && live[label] !== value);
  if (!isSame || differing.some(({ label }) => live[label] === undefined)) return plan;
  const kept = current.map(({ label, value }) => ({
    label,
    value: descriptive.has(label) ? found(label) : value,
  }));
  const labelsAnew = Object.fromEntries(differing.map(({ label, value }) => [label, value]));
  return {
    ...plan,
    fields: { ...plan.fields, labels: kept },
    ...(differing.length > 0 && { labelsAnew }),
  };
}
