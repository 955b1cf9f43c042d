import type { ContainerFields } from "../compose/index.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";

/** How one input of a container reads from `docker inspect`. */
export interface InputReading<V> {
  /** What a container has, in the words of the input; nothing and an empty value are the same. */
  readonly read: (container: InspectedContainer) => V | undefined;
  /**
   * What a container has to have that was made with a wanted value. `bare` is a container of the same image and
   * engine with which nothing was said. Default: the wanted value, else what the bare one has.
   */
  readonly expected?: (wanted: V | undefined, bare: InspectedContainer, inputs: Inputs) => V | undefined;
  /** What of it was not the image's. Default: all. */
  readonly input?: (container: InspectedContainer, bare: InspectedContainer) => V | undefined;
}

/** The inputs of a `docker.Container`. */
export type Inputs = Readonly<Record<string, unknown>>;

type Field = keyof ContainerFields;

export type InputReadings<F extends Field> = {
  readonly [P in F]-?: InputReading<NonNullable<ContainerFields[P]>>;
};

/** An input that is a set: its order means nothing. */
export function readAsSet<V extends readonly unknown[]>(
  read: (container: InspectedContainer) => V | null | undefined,
  normal: (wanted: V) => V = (wanted) => wanted,
): InputReading<V> {
  return {
    read: (container) => sorted(read(container) ?? undefined),
    expected: (wanted, bare) => sorted(wanted === undefined ? (read(bare) ?? undefined) : normal(wanted)),
  };
}

function sorted<V extends readonly unknown[]>(list: V | undefined): V | undefined {
  return list && ([...list].sort((a, b) => (key(a) < key(b) ? -1 : 1)) as unknown as V);
}

/** The same whatever the order of its keys. */
function key(value: unknown): string {
  return JSON.stringify(typeof value === "object" && value ? Object.entries(value).sort() : value);
}

/** Inputs without the notes that the provider's bridge keeps among them. */
export function withoutBridgeDefaults<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutBridgeDefaults) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutBridgeDefaults(each)])) as Value;
}

/** A size of the engine, in bytes, as the provider counts it. */
export function mebibytes(bytes: number): number {
  return bytes > 0 ? Math.floor(bytes / 2 ** 20) : bytes;
}

/** `K=V` of a map, as the engine and the provider write options. */
export function keyValueTexts(map: Readonly<Record<string, string>> | null | undefined): string[] {
  return Object.entries(map ?? {}).map(([name, value]) => `${name}=${value}`);
}
