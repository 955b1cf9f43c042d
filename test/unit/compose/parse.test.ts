import { describe, expect, test } from "vitest";
import { parse } from "../../../lib/compose/parse/parse.ts";
import { numberText, plainScalar } from "../../../lib/compose/parse/scalar.ts";
import type { Node } from "../../../lib/compose/tree/node.ts";
import { problems } from "./support.ts";

const file = { label: "compose.yaml", dir: "/", values: {} };
const read = (text: string | Uint8Array) => parse(typeof text === "string" ? Buffer.from(text) : text, file);

function plain(node: Node | undefined): unknown {
  if (!node) return undefined;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}

describe("plain scalars are read as go-yaml reads them", () => {
  test.each<[string, unknown]>([
    ["", null],
    ["~", null],
    ["Null", null],
    ["true", true],
    ["FALSE", false],
    ["yes", "yes"],
    ["off", "off"],
    ["12", 12],
    ["-12", -12],
    ["1_000", 1000],
    ["0440", 288],
    ["0o17", 15],
    ["0x1F", 31],
    ["0b11", 3],
    ["089", 89],
    ["1.10", 1.1],
    [".5", 0.5],
    ["1e3", 1000],
    [".inf", Infinity],
    ["1.2.3", "1.2.3"],
    ["22:22", "22:22"],
    ["2020-01-01", new Date("2020-01-01T00:00:00Z")],
    ["2020-13-01", "2020-13-01"],
    ["8080:80", "8080:80"],
    ["-", "-"],
    ["1m", "1m"],
  ])("%s", (text, want) => expect(plainScalar(text)).toEqual(want));
});

test.each<[string, string]>([
  ["1.10", "1.1"],
  ["1000", "1000"],
  ["1_000", "1000"],
  ["0.00001", "1e-05"],
  ["100000.0", "100000"],
  ["1e6", "1e+06"],
  ["1234567.5", "1.2345675e+06"],
  ["123456789012345", "123456789012345"],
  ["12345678901234567890", "12345678901234567890"],
  ["123456789012345678901234567890", "1.2345678901234568e+29"],
  ["-0x10", "-16"],
  ["-0", "0"],
  [".inf", "+Inf"],
])("the text of %s is %s", (written, want) =>
  expect(numberText(plainScalar(written) as number, written)).toBe(want),
);

describe("documents", () => {
  test.each<[string, string, unknown]>([
    ["quoted text stays text", `a: "1"\nb: '0440'\nc: !!str 5`, { a: "1", b: "0440", c: "5" }],
    ["anchors", "a: &x {b: 1}\nc: *x", { a: { b: 1 }, c: { b: 1 } }],
    [
      "a merge fills in only what is missing",
      "a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}",
      { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } },
    ],
    ["of several merges the first wins", "d: {<<: [{b: 1}, {b: 2, c: 3}]}", { d: { b: 1, c: 3 } }],
    ["block text", "a: |\n  one\n  two\n", { a: "one\ntwo\n" }],
  ])("%s", (_, text, want) => expect(plain(read(text)[0])).toEqual(want));

  test("several documents are several layers", () => {
    expect(read("a: 1\n---\nb: 2\n").map(plain)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test("an empty file has no document", () => expect(read("# nothing\n")).toEqual([]));

  test("every value has its line and column", () => {
    const root = read("services:\n  web:\n    image: x\n")[0];
    const web = root?.kind === "map" ? root.entries.get("services")?.value : undefined;
    const entry = web?.kind === "map" ? web.entries.get("web") : undefined;
    expect(entry?.at).toEqual({ file, line: 2, column: 3 });
    expect(entry?.value.at).toEqual({ file, line: 3, column: 5 });
  });
});

describe("a file that is no YAML causes one line", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefghi".split("").map((name, index) => {
      const before = "abcdefgh"[index];
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(",")}]`;
    }),
  ].join("\n");

  test.each<[string, string | Uint8Array, string]>([
    [
      "an open bracket",
      "a: [1\n",
      "compose.yaml:2:1: expected valid YAML, found Flow sequence in block collection must be sufficiently indented and end with a ]; close the bracket",
    ],
    [
      "a key twice",
      "a: 1\na: 2\n",
      'compose.yaml:2:1: expected each key once, found "a" again; remove one of them',
    ],
    [
      "a key that is no text",
      "a: {1: b}\n",
      "compose.yaml:1:5: expected a key of text, found 1; put the key in quotes",
    ],
    [
      "an unknown anchor",
      "a: *x\n",
      "compose.yaml:1:4: expected an anchor that exists, found *x; write &x before it",
    ],
    [
      "a merge of text",
      "a: {<<: text}\n",
      "compose.yaml:1:9: expected a map behind <<, found something else; name a map's anchor",
    ],
    [
      "endless nesting",
      "[".repeat(100_000),
      expect.stringMatching(
        /^compose.yaml:1:\d+: expected valid YAML, found values nested too deep; write fewer levels$/,
      ),
    ],
    [
      "a cycle of anchors",
      "a: &x {b: *x}\n",
      "compose.yaml:1:7: expected anchors without cycles, found an alias to what contains it; remove the alias",
    ],
    [
      "bytes that are not UTF-8",
      Buffer.from([0x61, 0x3a, 0x20, 0x62, 0x0a, 0xff, 0xfe]),
      "compose.yaml:2:1: expected UTF-8 text, found bytes that are none; save the file as UTF-8",
    ],
    [
      "a huge file",
      "a".repeat(2 ** 18 + 1),
      "compose.yaml:1:1: expected at most 256 KiB, found 262145 bytes; split the file",
    ],
    [
      "more values than it reads to the end",
      `a:\n${'  - {b: "c"}\n'.repeat(12_000)}`,
      "compose.yaml:10001:9: expected at most 20000 values, found more; write the values out",
    ],
    [
      "an alias bomb",
      bomb,
      "compose.yaml:5:11: expected at most 20000 values, found more, by aliases; write the values out",
    ],
  ])("%s", (_, text, want) => expect(problems(() => read(text))).toEqual([want]));
});
