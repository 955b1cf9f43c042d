import { deflateRawSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { leaks } from "../../live/delivery/leaks.ts";

const value = "a-value-of-an-environment";
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString("base64");

/** A file in a zip archive, of which the search reads the lengths of name and extra field alone. */
function zipped(name: string, text: string): Buffer {
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(text), Buffer.from("PK\x01\x02")]);
}

test.each<[string, Buffer | string]>([
  ["plain", `GREETING=${value}`],
  ["in base64", `said ${base64(`x${value}`)} and more`],
  ["in base64 within a longer word", `abc${base64(value)}`],
  ["in base64 for addresses", Buffer.from(`??>${value}`).toString("base64url")],
  ["packed", Buffer.concat([Buffer.from("before"), gzipSync(value), Buffer.from("after")])],
  ["in an archive", Buffer.concat([zipped("a.txt", "other"), zipped("b.txt", value)])],
  ["packed in base64", JSON.stringify({ sealed: base64(gzipSync(value)) })],
  ["in base64, packed", gzipSync(base64(value))],
])("a value is found: %s", (_, bytes) => {
  expect(leaks(new Map([["here", Buffer.from(bytes)]]), [value, "another"])).toEqual([`here: ${value}`]);
});

test("a value is not found where it is not", () => {
  expect(leaks(new Map([["here", gzipSync("a-value-of-another")]]), [value])).toEqual([]);
});
