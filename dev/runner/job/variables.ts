import type { Variable } from "../protocol/job.ts";

/** The variables of a job. Of two with the same name, the later one counts. */
export class Variables {
  readonly #all: ReadonlyMap<string, Variable>;
  readonly #filesAt: string;

  /** @param filesAt the folder in which jobs find variables of type file */
  constructor(variables: readonly Variable[], filesAt: string) {
    this.#all = new Map(variables.map((variable) => [variable.key, variable]));
    this.#filesAt = filesAt;
  }

  get(name: string): string | undefined {
    const variable = this.#all.get(name);
    return variable === undefined ? undefined : this.#value(variable, [name]);
  }

  /** `$NAME`, `${NAME}` and `$$`, as in names of images, paths and keys. */
  expand(text: string): string {
    return this.#expand(text, []);
  }

  /** The environment of a job. */
  environment(): Record<string, string> {
    return Object.fromEntries([...this.#all.keys()].map((name) => [name, this.get(name) ?? ""]));
  }

  /** File name to content. */
  files(): Record<string, string> {
    return Object.fromEntries(
      [...this.#all.values()].filter(({ file }) => file).map(({ key, value }) => [key, value]),
    );
  }

  /** Values that may not be shown: as given, and as in the environment. */
  secrets(): string[] {
    const masked = [...this.#all.values()].filter(({ masked }) => masked);
    return masked.flatMap(({ key, value, file }) => (file ? [value] : [value, this.get(key) ?? ""]));
  }

  with(more: readonly Variable[]): Variables {
    return new Variables([...this.#all.values(), ...more], this.#filesAt);
  }

  #value({ key, value, file, raw }: Variable, within: readonly string[]): string {
    if (file) return `${this.#filesAt}/${key}`;
    return raw ? value : this.#expand(value, within);
  }

  /** A variable within its own value is empty. */
  #expand(text: string, within: readonly string[]): string {
    return text.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
      const name = bare ?? braced;
      if (name === undefined) return whole === "$$" ? "$" : whole;
      const variable = within.includes(name) ? undefined : this.#all.get(name);
      return variable === undefined ? "" : this.#value(variable, [...within, name]);
    });
  }
}
