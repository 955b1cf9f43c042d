// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax under test
import { describe, expect, test } from "vitest";
import { parseEnvFile, parseRawEnvFile } from "../../../lib/compose/interpolate/dotenv.ts";
import { substitute, TemplateFault } from "../../../lib/compose/interpolate/template.ts";
import { problems } from "./support.ts";

const values: Record<string, string> = {
  A: "1",
  EMPTY: "",
  LONG_name9: "long",
  BIG: "x".repeat(2 ** 16 + 1),
};
const lookup = (name: string) => values[name];

describe("templates", () => {
  test.each<[string, string]>([
    ["plain", "plain"],
    ["$A", "1"],
    ["${A}", "1"],
    ["$LONG_name9!", "long!"],
    ["$A$A-${A}", "11-1"],
    ["$$A", "$A"],
    ["$$$A", "$1"],
    ["cost $5 or $ 5", "cost $5 or $ 5"],
    ["ends in $", "ends in $"],
    ["[${NO}]", "[]"],
    ["${NO-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${EMPTY:-x}", "x"],
    ["${A:-x}", "1"],
    ["${A+x}", "x"],
    ["${EMPTY+x}", "x"],
    ["${EMPTY:+x}", ""],
    ["${NO+x}", ""],
    ["${A?message}", "1"],
    ["${NO:-${ALSO:-$A}}", "1"],
    ['${NO:-{"a":1}}', '{"a":1}'],
    ["${NO:-a:-b}", "a:-b"],
    ["${NO:-$$x}", "$x"],
    ["${NO:-}", ""],
  ])("%s", (template, want) => expect(substitute(template, lookup)).toBe(want));

  const fault = (template: string) => {
    try {
      return substitute(template, lookup);
    } catch (thrown) {
      if (thrown instanceof TemplateFault) return Object.values(thrown.problem).join(" | ");
      throw thrown;
    }
  };

  test.each<[string, string]>([
    ["${NO?}", "a value for NO | none | set NO in the stack's .env or in smallboat:values"],
    [
      "${NO?because $A}",
      "a value for NO (because 1) | none | set NO in the stack's .env or in smallboat:values",
    ],
    [
      "${EMPTY:?no}",
      "a value for EMPTY (no) | empty text | set EMPTY in the stack's .env or in smallboat:values",
    ],
    ["${", 'a whole interpolation such as $NAME or one in braces | "${" | write $$ for a plain dollar'],
    ["${A", 'a whole interpolation such as $NAME or one in braces | "${A" | write $$ for a plain dollar'],
    [
      "${A B}",
      'a whole interpolation such as $NAME or one in braces | "${A B}" | write $$ for a plain dollar',
    ],
    [
      `${"${A:-".repeat(60)}x${"}".repeat(60)}`,
      "at most 50 defaults within each other | more | write the value out",
    ],
    ["${BIG}${BIG}", "a value of at most 131072 characters | more, by variables | shorten it"],
    ["${1}", 'a whole interpolation such as $NAME or one in braces | "${1}" | write $$ for a plain dollar'],
  ])("%s is refused", (template, want) => expect(fault(template)).toBe(want));
});

describe("env files", () => {
  test.each<[string, string, Record<string, string>]>([
    ["pairs", "X=1\nY = 2 \nZ: 3\n", { X: "1", Y: "2", Z: "3" }],
    ["export and comments", "# no\n\nexport X=1 # no\nY=a#b\n", { X: "1", Y: "a#b" }],
    ["single quotes are literal", "X='$A \\n # it'\n", { X: "$A \\n # it" }],
    ["double quotes expand", 'X="$A\\tb \\"q\\" \\$A"\n', { X: '1\tb "q" $A' }],
    ["several lines", 'X="one\ntwo"\nY=3', { X: "one\ntwo", Y: "3" }],
    ["earlier keys count, the project's first", "B=2\nA=9\nX=$A$B\n", { B: "2", A: "9", X: "12" }],
    ["a bare key is inherited or left out", "A\nNO\nX=1\n", { A: "1", X: "1" }],
    ["carriage returns and a byte order mark", "\uFEFFX=1\r\nY=2\r\n", { X: "1", Y: "2" }],
    ["an empty value", "X=\nY=1\n", { X: "", Y: "1" }],
  ])("%s", (_, text, want) => expect(parseEnvFile(text, "f.env", lookup)).toEqual(want));

  test("raw ones are literal", () => {
    expect(parseRawEnvFile('# c\nX="$A" # x\nA\nNO\n', "f.env", lookup)).toEqual({ X: '"$A" # x', A: "1" });
  });

  test.each<[string, string, string]>([
    [
      "a stray line",
      "X=1\nwhat is this\n",
      "f.env:2:1: expected KEY=value, found another kind of line; name variables with letters, digits and _ only",
    ],
    [
      "an open quote",
      'X=1\n\nY="open\n',
      'f.env:3:1: expected a closing quote, found the end of the file; close the " that opens the value',
    ],
    [
      "a bad template",
      "X=${\n",
      'f.env:1:1: expected a whole interpolation such as $NAME or one in braces, found "${"; write $$ for a plain dollar',
    ],
    [
      "more than a file can mean",
      "X=$BIG\n".repeat(17),
      "f.env:16:1: expected values of at most 1048576 characters, found more, by variables; shorten them",
    ],
  ])("%s is refused", (_, text, want) =>
    expect(problems(() => parseEnvFile(text, "f.env", lookup))).toEqual([want]),
  );
});
