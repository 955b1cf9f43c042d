import { expect, test } from "vitest";
import { maskFault, needsRaw } from "../../../lib/plan/masking.ts";

test.each<[string, boolean, ReturnType<typeof maskFault>]>([
  ["abcdefgh", false, undefined],
  ["aZ09_+=/@:.~-", false, undefined],
  ["abcdefg", false, { expected: "at least 8 characters", found: "7" }],
  ["", true, { expected: "at least 8 characters", found: "0" }],
  ["éééé1234", true, undefined],
  ["two\nlines of it\n", true, { expected: "a single line", found: "3 lines" }],
  ["with blanks", true, { expected: "a value without blanks", found: "one with blanks" }],
  ["a$bcdefgh", true, undefined],
  [
    "a$bcdefgh",
    false,
    { expected: "letters, digits and _ + = / @ : . ~ - alone, or raw", found: "other characters" },
  ],
])("whether GitLab can mask the value %j of a variable with raw %j", (value, raw, want) => {
  expect(maskFault(value, raw)).toEqual(want);
});

test.each<[string, boolean, boolean]>([
  ["a$b", false, true],
  ["{}", true, true],
  ["{}", false, false],
  ["plain-text.1", true, false],
])("whether the value %j, masked %j, needs a raw variable: %j", (value, masked, want) => {
  expect(needsRaw(value, masked)).toBe(want);
});
