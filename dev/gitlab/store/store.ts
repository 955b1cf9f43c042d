import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ciMigrations, ciTables } from "./ci.ts";
import { coreMigrations, coreTables } from "./core.ts";
import { gitMigrations, gitTables } from "./git.ts";
import { migrate } from "./migrations.ts";
import { workMigrations, workTables } from "./work.ts";

/** All stored data except repositories, logs and artifacts, which are files. */
export type Store = ReturnType<typeof openStore>;

/** Data is on the disk before an answer is sent, so a killed server loses nothing that it has confirmed. */
export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, "gitlab.sqlite"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000");
  migrate(database, [...coreMigrations, ...gitMigrations, ...ciMigrations, ...workMigrations]);
  let depth = 0;
  return {
    ...coreTables(database),
    ...gitTables(database),
    ...ciTables(database),
    ...workTables(database),

    /** Runs `work` as one transaction. It must be synchronous. */
    transaction<T>(work: () => T): T {
      if (depth > 0) return work();
      database.exec("BEGIN IMMEDIATE");
      depth++;
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },

    close(): void {
      database.close();
    },
  };
}
