/** A variable as a runner gets it. */
export interface JobVariable {
  readonly key: string;
  readonly value: string;
  /** May be shown. */
  readonly public: boolean;
  readonly masked: boolean;
  /** The job gets the path of a file that holds the value. */
  readonly file: boolean;
  /** `$` in the value means nothing. */
  readonly raw: boolean;
}

/** Public variables: everybody may see their values. */
export function shown(values: Readonly<Record<string, string | null | undefined>>): JobVariable[] {
  return Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== null)
    .map(([key, value]) => ({ key, value, public: true, masked: false, file: false, raw: false }));
}

/** One of several names: the last wins. */
export function overlaid(...layers: readonly (readonly JobVariable[])[]): JobVariable[] {
  return [...new Map(layers.flat().map((variable) => [variable.key, variable])).values()];
}

/** Variables that name each other would make endless texts, so longer texts are not filled in. */
const longest = 1_000_000;

/**
 * A text with its variables filled in, and the variables of their values. Unknown ones are empty, `$$` is a
 * dollar. A variable within its own value stays as written.
 */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  const known = new Map<string, string>();
  const within = (part: string, open: readonly string[]): string => {
    let size = 0;
    return part.replaceAll(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (found, braced?: string, plain?: string) => {
      const name = braced ?? plain;
      if (name === undefined) return "$";
      if (open.includes(name)) return found;
      const value = known.get(name) ?? within(values.get(name) ?? "", [...open, name]);
      if (open.length === 0) known.set(name, value);
      size += value.length;
      return size > longest ? found : value;
    });
  };
  return within(text, []);
}

/** A text with its known variables filled in. Unknown ones stay as written. */
export function expandKnown(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{(\w+)\}|\$(\w+)/g, (found, braced?: string, plain?: string) => {
    return values.get(braced ?? plain ?? "") ?? found;
  });
}

/** Those that have a value, by name. */
export function present(values: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export function byKey(variables: readonly JobVariable[]): ReadonlyMap<string, string> {
  return new Map(variables.map(({ key, value }) => [key, value]));
}
