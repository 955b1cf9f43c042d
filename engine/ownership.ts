import { type Labels, stageLabel } from "./labels.ts";

/** A name on an engine that a stage claims. */
export interface Named {
  readonly name: string;
  /**
   * Of an adopted stack: the labels by which Docker Compose knows what it made for this name. What has them, and none
   * of ours, counts as the stage's own.
   */
  readonly adopts?: Labels | undefined;
}

/** Whether something on an engine, that has the claimed name, belongs to the stage. */
export function isOurs(labels: Labels, stage: string, adopts: Labels | undefined): boolean {
  return labels[stageLabel] === stage || isAdopted(labels, adopts);
}

/** Whether Docker Compose made it, and no stage has made it anew since. */
export function isAdopted(labels: Labels, adopts: Labels | undefined): boolean {
  if (!adopts || labels[stageLabel] !== undefined) return false;
  return Object.entries(adopts).every(([label, value]) => labels[label] === value);
}

/** Of the labels of a container, network or volume, those that say what it is to Docker Compose. */
export function composeIdentity(labels: readonly { label: string; value: string }[]): Labels {
  const own = labels.filter(({ label }) => identity.has(label));
  return Object.fromEntries(own.map(({ label, value }) => [label, value]));
}

const identity = new Set(
  ["project", "service", "container-number", "oneoff", "network", "volume"].map(
    (name) => `com.docker.compose.${name}`,
  ),
);
