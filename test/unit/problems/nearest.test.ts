import { expect, test } from "vitest";
import { nearest } from "../../../lib/problems/nearest.ts";

const known = ["host", "port", "ports", "prefix", "generateSecrets", "x"];

test.each([
  ["prot", "port"],
  ["porst", "port"],
  ["hosts", "host"],
  ["hst", "host"],
  ["prefx", "prefix"],
  ["generatesecret", "generateSecrets"],
  ["portss", "ports"],
  ["y", "x"],
  ["password", undefined],
  ["sp", undefined],
  ["", "x"],
])("the known name nearest to %j is %j", (word, want) => {
  expect(nearest(word, known)).toBe(want);
});
