import type { ContainerFields } from "../compose/index.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";

/** How an input of a container is read from `docker inspect`. */
export interface InputReading<V> {
  /** The container's value, written as the input. Absent and empty are the same. */
  readonly read: (container: InspectedContainer) => V | undefined;
  /** A wanted value, written as `read` returns it. Default: unchanged. */
  readonly normal?: (wanted: V) => V | undefined;
  /**
   * The value that `docker inspect` must show for this input. `bare` is a container of the same image and engine that was
   * created without inputs. Default: the wanted value as it reads, or the bare container's if none is wanted.
   */
  readonly expected?: (wanted: V | undefined, bare: InspectedContainer, inputs: Inputs) => V | undefined;
  /** The part of the container's value that does not come from the image. Default: all. */
  readonly input?: (container: InspectedContainer, bare: InspectedContainer) => V | undefined;
}

/** The inputs of a `docker.Container`. */
export type Inputs = Readonly<Record<string, unknown>>;

type Field = keyof ContainerFields;

export type InputReadings<F extends Field> = {
  readonly [P in F]-?: InputReading<NonNullable<ContainerFields[P]>>;
};

/**
 * True if a container has the wanted value of an input.
 * @param like what `expected` needs; without it nothing is expected if no value is wanted
 */
export function isAsWanted<V>(
  { read, normal = (value) => value, expected }: InputReading<V>,
  wanted: V | undefined,
  container: InspectedContainer,
  like?: { readonly bare: InspectedContainer; readonly inputs: Inputs },
): boolean {
  const plainly = wanted === undefined ? like && read(like.bare) : normal(wanted);
  return isEqual(expected && like ? expected(wanted, like.bare, like.inputs) : plainly, read(container));
}

/** A reading of an input that is a set, whose order does not matter. */
export function readAsSet<V extends readonly unknown[]>(
  read: (container: InspectedContainer) => V | null | undefined,
  normal: (wanted: V) => V = (wanted) => wanted,
): InputReading<V> {
  return {
    read: (container) => sorted(read(container) ?? undefined),
    normal: (wanted) => sorted(normal(wanted)),
  };
}

function sorted<V extends readonly unknown[]>(list: V | undefined): V | undefined {
  return list && ([...list].sort((a, b) => (key(a) < key(b) ? -1 : 1)) as unknown as V);
}

/** A text that does not depend on the order of an object's keys. */
function key(value: unknown): string {
  return JSON.stringify(typeof value === "object" && value ? Object.entries(value).sort() : value);
}

/** Bytes of the engine as the provider's whole mebibytes. A value of zero or less stays as it is. */
export function mebibytes(bytes: number): number {
  return bytes > 0 ? Math.floor(bytes / 2 ** 20) : bytes;
}

/** A map as `K=V` texts, in which the engine and the provider write options. */
export function keyValueTexts(map: Readonly<Record<string, string>> | null | undefined): string[] {
  return Object.entries(map ?? {}).map(([name, value]) => `${name}=${value}`);
}

/**
 * Compares two values. Absent, empty, false and zero count as equal, except for a text within a map. The order of keys
 * does not matter.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a || undefined)) === JSON.stringify(plain(b || undefined));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => plain(each) ?? null);
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return value || undefined;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, plain(each)] as const)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
