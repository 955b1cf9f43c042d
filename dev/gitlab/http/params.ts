import { badParameter } from "./errors.ts";

/** The form of one parameter. `read` returns the value, or undefined if its form is wrong. */
export interface Param<T, Required extends boolean = boolean> {
  readonly required: Required;
  read(value: unknown): T | undefined;
  /** Refuses a value of the right form. */
  accepts?(value: T): boolean;
  readonly fallback?: T;
  readonly blank?: false;
}

export type Spec = Readonly<Record<string, Param<unknown>>>;

/** The values that follow from a declaration. */
export type Values<S extends Spec> = {
  readonly [K in keyof S]: S[K] extends Param<infer T, infer R>
    ? R extends true
      ? T
      : T | undefined
    : never;
};

/** A parameter that may be left out. */
export function optional<T>(param: Param<T>): Param<T, false> {
  return { ...param, required: false };
}

/** One that is never missing, because it has a default. */
export function withDefault<T>(param: Param<T>, fallback: T): Param<T, true> {
  return { ...param, required: true, fallback };
}

export function text(): Param<string, true> {
  return { required: true, read: scalar };
}

/** The content of a file, whatever it is. */
export function content(): Param<string, true> {
  return { required: true, read: (value) => (typeof value === "string" ? value : scalar(value)) };
}

/**
 * One value of a form; undefined for hashes and lists, which come from JSON, and for texts with zero bytes.
 */
function scalar(value: unknown): string | undefined {
  const text = ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
  return text?.includes("\0") ? undefined : text;
}

/** A text that must hold more than blanks. */
export function filled(): Param<string, true> {
  return { ...text(), blank: false };
}

export function oneOf<const T extends string>(...values: readonly T[]): Param<T, true> {
  return { ...text(), accepts: (value: string) => values.includes(value as T) } as unknown as Param<T, true>;
}

export function integer(...values: readonly number[]): Param<number, true> {
  return {
    required: true,
    read: (value) => (/^[-+]?\d+$/.test(scalar(value) ?? "") ? Number(value) : undefined),
    ...(values.length > 0 && { accepts: (value: number) => values.includes(value) }),
  };
}

export function flag(): Param<boolean, true> {
  const words = new Map([
    ...["true", "t", "1", "yes", "on"].map((word) => [word, true] as const),
    ...["false", "f", "0", "no", "off"].map((word) => [word, false] as const),
  ]);
  return { required: true, read: (value) => words.get(scalar(value)?.toLowerCase() ?? "") };
}

/** A list of texts, which may come as one text with commas. */
export function texts(...values: readonly string[]): Param<readonly string[], true> {
  return {
    required: true,
    read: (value) => {
      if (typeof value === "string") {
        return scalar(value)
          ?.split(",")
          .map((each) => each.trim())
          .filter(Boolean);
      }
      const list = listOf(value)?.map(scalar);
      return list?.every((each) => each !== undefined) ? list : undefined;
    },
    ...(values.length > 0 && {
      accepts: (list: readonly string[]) => list.every((each) => values.includes(each)),
    }),
  };
}

/** A list of integers, which may come as one text with commas. */
export function integers(): Param<readonly number[], true> {
  const { read } = texts();
  return {
    required: true,
    read: (value) => {
      const list = read(typeof value === "number" ? String(value) : value);
      return list?.every((each) => /^\d+$/.test(each)) ? list.map(Number) : undefined;
    },
  };
}

/** A day, `2026-01-31`. */
export function day(): Param<string, true> {
  const read = (value: unknown) => {
    const given = scalar(value) ?? "";
    const found = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(given);
    return found && !Number.isNaN(Date.parse(given)) ? found[1] : undefined;
  };
  return { required: true, read };
}

/** A moment, in any form that ISO 8601 has. */
export function moment(): Param<string, true> {
  const read = (value: unknown) => {
    const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
  };
  return { required: true, read };
}

/** Named parameters inside of another: `filter[environment_scope]`. */
export function hash<S extends Spec>(spec: S, name = ""): Param<Values<S>, true> {
  return { required: true, read: (value) => (isHash(value) ? readParams(spec, value, name) : undefined) };
}

/** A list of them: `variables[][key]`, or JSON. */
export function hashes<S extends Spec>(spec: S, name = ""): Param<readonly Values<S>[], true> {
  return {
    required: true,
    read: (value) => {
      const list =
        isHash(value) && Object.keys(value).some((key) => Object.hasOwn(spec, key)) ? [value] : listOf(value);
      if (!list?.every(isHash)) return undefined;
      return list.map((each) => readParams(spec, each, name));
    },
  };
}

/** Names and values that nobody declared: `inputs[name]`. */
export function mapping(): Param<Readonly<Record<string, unknown>>, true> {
  return { required: true, read: (value) => (isHash(value) ? value : undefined) };
}

export function anything(): Param<unknown, true> {
  return { required: true, read: (value) => value };
}

/** Reads the declared parameters and drops the rest. It reports all faults at once. */
export function readParams<S extends Spec>(
  spec: S,
  given: Readonly<Record<string, unknown>>,
  inside = "",
): Values<S> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, param] of Object.entries(spec)) {
    const shown = inside === "" ? name : `${inside}[${name}]`;
    const raw = given[name];
    if (raw === undefined || raw === null || (raw === "" && param.read("") === undefined)) {
      if (param.fallback !== undefined) values[name] = param.fallback;
      else if (param.required) faults.push(`${shown} is ${raw === undefined ? "missing" : "empty"}`);
      continue;
    }
    const value = param.read(raw);
    if (value === undefined) faults.push(`${shown} is invalid`);
    else if (param.blank === false && scalar(value)?.trim() === "") faults.push(`${shown} is empty`);
    else if (param.accepts?.(value) === false) faults.push(`${shown} does not have a valid value`);
    else values[name] = value;
  }
  if (faults.length > 0) throw badParameter(faults.join(", "));
  return values as Values<S>;
}

/** Fails unless at least one of these was given. */
export function atLeastOne(params: object, names: readonly string[]): void {
  if (names.some((name) => (params as Record<string, unknown>)[name] !== undefined)) return;
  throw badParameter(`${names.join(", ")} are missing, at least one parameter must be provided`);
}

/** Fails if more than one of these was given. */
export function mutuallyExclusive(params: object, names: readonly string[]): void {
  const given = names.filter((name) => (params as Record<string, unknown>)[name] !== undefined);
  if (given.length > 1) throw badParameter(`${given.join(", ")} are mutually exclusive`);
}

/** The given ones of these, without undefined values. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Forms give a list with indices as a hash: `{ "0": ... }`. */
function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (isHash(value) && Object.keys(value).every((key) => /^\d+$/.test(key))) return Object.values(value);
  return undefined;
}
