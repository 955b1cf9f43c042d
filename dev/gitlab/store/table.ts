import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** Fields of every row. */
export interface Row {
  readonly id: number;
}

type Scalar = string | number | boolean | null | undefined;

/** Each field must be equal; an array means any of its members, `undefined` is ignored. */
export type Where<T> = { readonly [K in keyof T]?: T[K] | readonly T[K][] };

export interface Selection {
  /** Descending where it starts with "-". Default: "id". */
  readonly order?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * A table of JSON documents, addressed by number; numbers are never used again. Fields that are looked up
 * often have an index on `data ->> '$.field'` in the migration that creates the table.
 */
export class Table<T extends Row> {
  readonly #database: DatabaseSync;
  readonly #name: string;

  constructor(database: DatabaseSync, name: string) {
    this.#database = database;
    this.#name = name;
  }

  get(id: number): T | undefined {
    const found = this.#database.prepare(`SELECT id, data FROM ${this.#name} WHERE id = ?`).get(id);
    return found && this.#row(found);
  }

  first(where: Where<T>, selection: Selection = {}): T | undefined {
    return this.all(where, { ...selection, limit: 1 })[0];
  }

  all(where: Where<T> = {}, { order = "id", limit = -1, offset = 0 }: Selection = {}): T[] {
    const { text, values } = condition(where);
    const [field, direction] = order.startsWith("-") ? [order.slice(1), "DESC"] : [order, "ASC"];
    const by = field === "id" ? `id ${direction}` : `${column(field)} ${direction}, id ${direction}`;
    return this.#database
      .prepare(`SELECT id, data FROM ${this.#name} WHERE ${text} ORDER BY ${by} LIMIT ? OFFSET ?`)
      .all(...values, limit, offset)
      .map((found) => this.#row(found));
  }

  count(where: Where<T> = {}): number {
    const { text, values } = condition(where);
    const found = this.#database
      .prepare(`SELECT count(*) AS count FROM ${this.#name} WHERE ${text}`)
      .get(...values);
    return Number(found?.count);
  }

  insert(row: Omit<T, "id">): T {
    const added = this.#database
      .prepare(`INSERT INTO ${this.#name} (data) VALUES (?)`)
      .run(JSON.stringify(row));
    return this.get(Number(added.lastInsertRowid)) as T;
  }

  /** Changes the fields that are not `undefined`. */
  update(id: number, change: Partial<Omit<T, "id">>): T {
    const { id: _, ...before } = this.get(id) as T;
    const after = { ...before, ...JSON.parse(JSON.stringify(change)) };
    this.#database.prepare(`UPDATE ${this.#name} SET data = ? WHERE id = ?`).run(JSON.stringify(after), id);
    return this.get(id) as T;
  }

  remove(id: number): void {
    this.#database.prepare(`DELETE FROM ${this.#name} WHERE id = ?`).run(id);
  }

  removeAll(where: Where<T>): void {
    const { text, values } = condition(where);
    this.#database.prepare(`DELETE FROM ${this.#name} WHERE ${text}`).run(...values);
  }

  #row(found: Record<string, unknown>): T {
    return { ...JSON.parse(String(found.data)), id: Number(found.id) } as T;
  }
}

function column(field: string): string {
  if (!/^\w+$/.test(field)) throw new Error(`no field of a table: ${field}`);
  return field === "id" ? "id" : `data ->> '$.${field}'`;
}

function condition(where: object): { text: string; values: SQLInputValue[] } {
  const parts = ["1"];
  const values: SQLInputValue[] = [];
  for (const [field, wanted] of Object.entries(where) as [string, Scalar | Scalar[]][]) {
    if (wanted === undefined) continue;
    const each = Array.isArray(wanted) ? wanted : [wanted];
    const tests = each.map((value) => (value === null ? `${column(field)} IS NULL` : `${column(field)} = ?`));
    parts.push(tests.length > 0 ? `(${tests.join(" OR ")})` : "0");
    for (const value of each) {
      if (value !== null) values.push(typeof value === "boolean" ? Number(value) : (value as SQLInputValue));
    }
  }
  return { text: parts.join(" AND "), values };
}
