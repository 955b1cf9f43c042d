import { incarnationLabel, type Labels, stageLabel } from "./labels.ts";

/** A stage and its id. Stages of the same name in two states may share an engine; only the id distinguishes them. */
export interface Owner {
  readonly stage: string;
  /** The id in the state. Undefined if no run has written one yet. */
  readonly id?: string | undefined;
}

/** A name on an engine that a stage claims. */
export interface Named {
  readonly name: string;
  /**
   * For an adopted stack: the labels by which Docker Compose identifies the thing of this name. A thing with these labels
   * and without ours belongs to the stage.
   */
  readonly adopts?: Labels | undefined;
}

/** True if a thing on an engine with a claimed name belongs to the stage. */
export function isOurs(labels: Labels, owner: Owner, adopts?: Labels | undefined): boolean {
  const isOfStage = labels[stageLabel] === owner.stage && !isOfNamesake(labels, owner);
  return isOfStage || isAdopted(labels, adopts);
}

/** True for a thing of a stage of the same name in another state. Things of older versions name no owner. */
export function isOfNamesake(labels: Labels, { stage, id }: Owner): boolean {
  const owner = /^([^.]+)\./.exec(labels[incarnationLabel] ?? "")?.[1];
  return labels[stageLabel] === stage && owner !== undefined && owner !== id;
}

/** The value of the incarnation label for a new thing of an owner. */
export function incarnationOf({ id }: Owner, life: string): string {
  return id === undefined ? life : `${id}.${life}`;
}

/** True if Docker Compose created the thing and no stage has replaced it since. */
export function isAdopted(labels: Labels, adopts: Labels | undefined): boolean {
  if (!adopts || labels[stageLabel] !== undefined) return false;
  return Object.entries(adopts).every(([label, value]) => labels[label] === value);
}

/** The labels of a container, network or volume by which Docker Compose identifies it. */
export function composeIdentity(labels: readonly { label: string; value: string }[]): Labels {
  const own = labels.filter(({ label }) => identity.has(label));
  return Object.fromEntries(own.map(({ label, value }) => [label, value]));
}

const identity = new Set(
  ["project", "service", "container-number", "oneoff", "network", "volume"].map(
    (name) => `com.docker.compose.${name}`,
  ),
);
