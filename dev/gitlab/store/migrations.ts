import type { DatabaseSync } from "node:sqlite";

/** A step from one form of the database to the next; its name is never used again. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Statements for a table of documents, with an index for each of these fields; `unique` ones join fields. */
export function documents(
  table: string,
  indexed: readonly string[] = [],
  unique: readonly (readonly string[])[] = [],
): string {
  const fields = (names: readonly string[]) => names.map((name) => `data ->> '$.${name}'`).join(", ");
  return [
    `CREATE TABLE ${table} (id INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL);`,
    ...indexed.map((field) => `CREATE INDEX ${table}_${field} ON ${table} (${fields([field])});`),
    ...unique.map(
      (names) => `CREATE UNIQUE INDEX ${table}_${names.join("_")} ON ${table} (${fields(names)});`,
    ),
  ].join("\n");
}

/** Applies the missing migrations in order, each in one transaction. */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  database.exec("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)");
  const applied = new Set(
    database
      .prepare("SELECT name FROM migrations")
      .all()
      .map(({ name }) => String(name)),
  );
  for (const { name, sql } of migrations) {
    if (applied.has(name)) continue;
    database.exec("BEGIN IMMEDIATE");
    try {
      database.exec(sql);
      database.prepare("INSERT INTO migrations (name) VALUES (?)").run(name);
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }
}
