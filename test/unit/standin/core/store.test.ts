import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createSeal } from "../../../../dev/gitlab/secrets/seal.ts";
import { documents, migrate } from "../../../../dev/gitlab/store/migrations.ts";
import { type Row, Table } from "../../../../dev/gitlab/store/table.ts";

interface Thing extends Row {
  readonly name: string;
  readonly live: boolean;
  readonly owner: number | null;
}

function things() {
  const database = new DatabaseSync(":memory:");
  const migration = { name: "1", sql: documents("things", ["owner"], [["name"]]) };
  migrate(database, [migration]);
  migrate(database, [migration]);
  return new Table<Thing>(database, "things");
}

test("finds, orders, changes and counts rows by their fields", () => {
  const table = things();
  const rows = ["b", "a", "c"].map((name, index) =>
    table.insert({ name, live: index > 0, owner: index || null }),
  );
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(table.all({ live: true }, { order: "-name" }).map(({ name }) => name)).toEqual(["c", "a"]);
  expect(table.all({ owner: null })).toEqual([{ id: 1, name: "b", live: false, owner: null }]);
  expect(table.all({ name: ["a", "b"] }, { order: "name", limit: 1, offset: 1 })).toEqual([rows[0]]);
  expect(table.all({ name: [] })).toEqual([]);
  expect(table.update(1, { owner: 9 })).toEqual({ id: 1, name: "b", live: false, owner: 9 });
  expect(table.count({ owner: [2, 9] })).toBe(2);
});

test("never reuses a number, and refuses a second unique field", () => {
  const table = things();
  table.insert({ name: "a", live: true, owner: 1 });
  table.remove(1);
  expect(table.insert({ name: "a", live: true, owner: 1 }).id).toBe(2);
  expect(() => table.insert({ name: "a", live: true, owner: 1 })).toThrow("UNIQUE");
  expect(() => table.all({}, { order: "name; DROP TABLE things" })).toThrow("no field of a table");
});

test("seals a value differently each time, and detects changes", () => {
  const seal = createSeal(randomBytes(32));
  const [first, second] = [seal.seal("välue"), seal.seal("välue")];
  expect(first).not.toBe(second);
  expect([seal.open(first), seal.open(second)]).toEqual(["välue", "välue"]);
  const bytes = Buffer.from(first, "base64");
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
  expect(() => seal.open(bytes.toString("base64"))).toThrow();
  expect(() => createSeal(randomBytes(32)).open(first)).toThrow();
});
