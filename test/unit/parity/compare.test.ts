import { describe, expect, test } from "vitest";
import { differences, judged, type Listed } from "../../live/parity/compare.ts";
import { listed } from "../../live/parity/differences.ts";

describe("a difference names the smallest part that differs", () => {
  const of = (compose: never, smallboat: never) =>
    differences({ "container a": compose }, { "container a": smallboat }).map(({ path, ...sides }) => [
      path,
      sides.compose,
      sides.smallboat,
    ]);

  test.each<[string, unknown, unknown, string[][]]>([
    ["the same", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ["the same in another order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ["a value", { a: { b: 1 } }, { a: { b: "1" } }, [["a.b", "1", '"1"']]],
    ["an item", { a: ["x", "y"] }, { a: ["x", "z"] }, [["a.1", '"y"', '"z"']]],
    ["lists of two lengths", { a: ["x"] }, { a: [] }, [["a", '["x"]', "[]"]]],
    ["a list and a map", { a: [] }, { a: {} }, [["a", "[]", "{}"]]],
    ["nothing and an empty map", { a: null }, { a: {} }, [["a", "null", "{}"]]],
    ["a key of one side", { a: 1 }, {}, [["a", "1", "absent"]]],
    ["a key of the other", {}, { a: 1 }, [["a", "absent", "1"]]],
    [
      "several",
      { a: 1, b: [{ c: 2 }] },
      { a: 3, b: [{ c: 4 }] },
      [
        ["a", "1", "3"],
        ["b.0.c", "2", "4"],
      ],
    ],
  ])("%s", (_, compose, smallboat, want) => expect(of(compose as never, smallboat as never)).toEqual(want));

  test("an object of only one side", () => {
    expect(differences({ "volume a": "there" }, {})).toEqual([
      { object: "volume a", path: "", compose: '"there"', smallboat: "absent" },
    ]);
  });
});

describe("the list", () => {
  const difference = { object: "container a", path: "Config.Init", compose: "absent", smallboat: "false" };
  const entry: Listed = { ...difference, object: "container *", reason: "the provider always sends it" };

  test("accepts a listed difference", () => {
    expect(judged([difference], [entry])).toEqual({ unlisted: [], unseen: [] });
  });

  test.each<[string, Partial<Listed>]>([
    ["object", { object: "network *" }],
    ["path", { path: "Config.Init.*" }],
    ["value of compose", { compose: "false" }],
    ["value of smallboat", { smallboat: "true" }],
  ])("an entry with another %s does not cover the difference, and counts as unseen", (_, change) => {
    const other = { ...entry, ...change };
    expect(judged([difference], [other])).toEqual({ unlisted: [difference], unseen: [other] });
  });

  test("takes dots and brackets literally", () => {
    const found = { ...difference, path: "Ports.80/tcp", compose: "[]" };
    expect(judged([found], [{ ...entry, path: "Ports*80/tcp", compose: "[]" }]).unlisted).toEqual([]);
    expect(judged([found], [{ ...entry, path: "Portsx80/tcp", compose: "[]" }]).unlisted).toEqual([found]);
  });

  test("has a reason for every entry, and no entry twice", () => {
    expect(listed.filter(({ reason }) => reason.length < 20)).toEqual([]);
    const keys = listed.map(({ reason: _, ...entry }) => JSON.stringify(entry));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
