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

/** Variables that anybody may see. */
export function shown(values: Readonly<Record<string, string | null | undefined>>): JobVariable[] {
  return Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== null)
    .map(([key, value]) => ({ key, value, public: true, masked: false, file: false, raw: false }));
}

/** One of several names: the last wins. */
export function overlaid(...layers: readonly (readonly JobVariable[])[]): JobVariable[] {
  return [...new Map(layers.flat().map((variable) => [variable.key, variable])).values()];
}

/** A text with its variables put in; unknown ones are empty, `$$` is a dollar. */
export function expand(text: string, values: ReadonlyMap<string, string>, depth = 0): string {
  return text.replaceAll(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (_found, braced?: string, plain?: string) => {
    const name = braced ?? plain;
    if (name === undefined) return "$";
    const value = values.get(name) ?? "";
    return depth < 10 && value.includes("$") ? expand(value, values, depth + 1) : value;
  });
}

export function byKey(variables: readonly JobVariable[]): ReadonlyMap<string, string> {
  return new Map(variables.map(({ key, value }) => [key, value]));
}
