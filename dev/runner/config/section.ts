/**
 * A table of config.toml. It returns values by kind, collects the faults, and knows the keys that nobody
 * read.
 */
export class Section {
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #faults: string[];
  readonly #asked = new Set<string>();
  readonly #children: Section[] = [];

  constructor(path: string, values: Readonly<Record<string, unknown>>, faults: string[]) {
    this.path = path;
    this.#values = values;
    this.#faults = faults;
  }

  text(key: string): string | undefined {
    return this.#value(key, "a text", (value) => typeof value === "string");
  }

  /** Its absence is a fault too. */
  requiredText(key: string): string {
    const value = this.text(key);
    if (value === undefined || value === "") this.#fault(key, "a text", "nothing");
    return value ?? "";
  }

  /** A whole number that is not negative. */
  count(key: string): number | undefined {
    return this.#value(key, "a whole number", (value) => Number.isInteger(value) && Number(value) >= 0);
  }

  flag(key: string): boolean | undefined {
    return this.#value(key, "true or false", (value) => typeof value === "boolean");
  }

  /** A list of texts, or one text. */
  texts(key: string): readonly string[] | undefined {
    const isTexts = (value: unknown) =>
      typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));
    const value = this.#value<string | string[]>(key, "a list of texts", isTexts);
    return typeof value === "string" ? [value] : value;
  }

  /** A text, number or flag, as a text. */
  scalar(key: string): string | undefined {
    const value = this.#value<unknown>(key, "a text or number", (value) => typeof value !== "object");
    return value === undefined ? undefined : String(value);
  }

  /** A table of texts. */
  pairs(key: string): readonly (readonly [string, string])[] {
    const table = this.#value<object>(key, "a table", isTable) ?? {};
    return Object.entries(table).map(([name, value]) => [name, String(value)] as const);
  }

  section(key: string): Section {
    const values = this.#value<Record<string, unknown>>(key, "a table", isTable) ?? {};
    return this.#child(this.#at(key), values);
  }

  sections(key: string): readonly Section[] {
    const isTables = (value: unknown) => Array.isArray(value) && value.every(isTable);
    const list = this.#value<Record<string, unknown>[]>(key, "tables", isTables) ?? [];
    return list.map((values, index) => this.#child(`${this.#at(key)}[${index}]`, values));
  }

  /** Keys that are accepted and have no effect here. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.#asked.add(key);
  }

  /** Paths of the keys that nobody read, of this table and the tables in it. */
  unknown(): readonly string[] {
    const own = Object.keys(this.#values).filter((key) => !this.#asked.has(key));
    return [...own.map((key) => this.#at(key)), ...this.#children.flatMap((child) => child.unknown())];
  }

  #child(path: string, values: Readonly<Record<string, unknown>>): Section {
    const child = new Section(path, values, this.#faults);
    this.#children.push(child);
    return child;
  }

  #value<T>(key: string, expected: string, isRight: (value: unknown) => boolean): T | undefined {
    this.#asked.add(key);
    const value = this.#values[key];
    if (value === undefined || isRight(value)) return value as T | undefined;
    this.#fault(key, expected, Array.isArray(value) ? "a list" : typeof value);
    return undefined;
  }

  #fault(key: string, expected: string, found: string): void {
    this.#faults.push(`${this.#at(key)}: expected ${expected}, found ${found}`);
  }

  #at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

function isTable(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
