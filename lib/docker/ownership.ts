import { incarnationLabel, type Labels, stageLabel } from "./labels.ts";

/** A stage as engines know it. Two states may have stages of one name on one engine: only the id tells them apart. */
export interface Owner {
  readonly stage: string;
  /** Stays with the state; undefined as long as no run of this version has put one there. */
  readonly id?: string | undefined;
}

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
export function isOurs(labels: Labels, owner: Owner, adopts?: Labels | undefined): boolean {
  const isOfStage = labels[stageLabel] === owner.stage && !isOfNamesake(labels, owner);
  return isOfStage || isAdopted(labels, adopts);
}

/** Whether it belongs to a stage of the same name in another state. What older versions made names no owner. */
export function isOfNamesake(labels: Labels, { stage, id }: Owner): boolean {
  const owner = /^([^.]+)\./.exec(labels[incarnationLabel] ?? "")?.[1];
  return labels[stageLabel] === stage && owner !== undefined && owner !== id;
}

/** The value of the incarnation label for what an owner makes. */
export function incarnationOf({ id }: Owner, life: string): string {
  return id === undefined ? life : `${id}.${life}`;
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
