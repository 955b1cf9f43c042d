import { expect, test } from "vitest";
import { parseQuery } from "../../../../dev/gitlab/http/body.ts";
import { ApiError } from "../../../../dev/gitlab/http/errors.ts";
import {
  day,
  filled,
  flag,
  hash,
  hashes,
  integer,
  oneOf,
  optional,
  readParams,
  type Spec,
  text,
  texts,
  withDefault,
} from "../../../../dev/gitlab/http/params.ts";

function refused(spec: Spec, given: Record<string, unknown>): unknown {
  try {
    return readParams(spec, given);
  } catch (error) {
    return error instanceof ApiError ? [error.status, error.body] : error;
  }
}

test("reads each form as its declared type, and drops the rest", () => {
  const spec = {
    name: filled(),
    count: optional(integer()),
    masked: optional(flag()),
    tags: optional(texts()),
    more: optional(texts()),
    on: optional(day()),
    page: withDefault(integer(), 1),
    absent: optional(text()),
  };
  const given = parseQuery(
    "name=a&count=7&masked=1&tags=x,%20y&more[]=p&more[]=q&on=2026-01-31T10:00:00Z&other=1",
  );
  expect(readParams(spec, given)).toEqual({
    name: "a",
    count: 7,
    masked: true,
    tags: ["x", "y"],
    more: ["p", "q"],
    on: "2026-01-31",
    page: 1,
  });
});

test("reads nested parameters", () => {
  const spec = {
    filter: optional(hash({ environment_scope: optional(text()) }, "filter")),
    variables: optional(hashes({ key: filled(), value: text() })),
  };
  const whole = { filter: { environment_scope: "live" }, variables: [{ key: "A", value: "1" }] };
  expect(
    readParams(spec, parseQuery("filter[environment_scope]=live&variables[][key]=A&variables[][value]=1")),
  ).toEqual(whole);
  expect(
    readParams(spec, parseQuery("filter[environment_scope]=live&variables[0][key]=A&variables[0][value]=1")),
  ).toEqual(whole);
});

test("names all faults, in the order of the declaration", () => {
  const spec = {
    name: filled(),
    title: filled(),
    kind: oneOf("a", "b"),
    count: optional(integer()),
    level: optional(integer(0, 30)),
  };
  expect(refused(spec, { title: " ", kind: "c", count: "many", level: 31 })).toEqual([
    400,
    {
      error:
        "name is missing, title is empty, kind does not have a valid value, count is invalid, level does not have a valid value",
    },
  ]);
});

test.each<[string, Spec]>([
  ["text", { a: text() }],
  ["filled", { a: filled() }],
  ["integer", { a: integer() }],
  ["flag", { a: flag() }],
  ["day", { a: day() }],
  ["texts", { a: texts() }],
  ["oneOf", { a: oneOf("x") }],
])(
  "a parameter of the kind %s refuses a JSON object with a key that objects inherit, and a flag refuses such a name",
  (_, spec) => {
    for (const value of [{ toString: 1 }, [{ toString: 1 }], { constructor: "x" }]) {
      expect(refused(spec, { a: value })).toEqual([400, { error: "a is invalid" }]);
    }
    for (const value of ["constructor", "__proto__", "valueof"]) {
      expect(refused({ a: flag() }, { a: value })).toEqual([400, { error: "a is invalid" }]);
    }
  },
);
