import { expect, test } from "vitest";
import { Mask } from "../../../../dev/runner/trace/mask.ts";

function masked(secrets: readonly string[], pieces: readonly (string | Buffer)[]): string {
  const mask = new Mask(secrets);
  const shown = pieces.map((piece) => mask.push(Buffer.from(piece as string)));
  return Buffer.concat([...shown, mask.end()]).toString();
}

test.each([
  ["there is no secret", [], ["a b"], "a b"],
  ["several times", ["secret"], ["a secret, secretsecret!"], "a [MASKED], [MASKED][MASKED]!"],
  ["cut in two", ["secret"], ["a sec", "ret b"], "a [MASKED] b"],
  ["cut into characters", ["secret"], [..."a secret b"], "a [MASKED] b"],
  ["a beginning, and then something else", ["secret"], ["a sec", "tion"], "a section"],
  ["a beginning at the very end", ["secret"], ["a secre"], "a secre"],
  ["the longer of two", ["abc", "abcdef"], ["xabcd", "efx"], "x[MASKED]x"],
  ["the shorter of two", ["abc", "abcdef"], ["xabcd", "x"], "x[MASKED]dx"],
  ["one that begins within another", ["xab", "abc"], ["..xab", "cd"], "..[MASKED]cd"],
  ["a secret of several lines", ["one\ntwo"], ["one\nt", "wo\n"], "[MASKED]\n"],
  ["a secret with signs of regular expressions", ["a.c*(["], ["abc a.c", "*(["], "abc [MASKED]"],
  ["an empty secret", [""], ["abc"], "abc"],
])("secrets in a log are masked: %s", (_, secrets, pieces, shown) => {
  expect(masked(secrets, pieces)).toBe(shown);
});

test("hides a secret with multibyte characters, even if cut within one, and keeps other bytes", () => {
  const bytes = Buffer.from("ein Geheimnß, ü");
  const at = bytes.indexOf("ß") + 1;
  expect(masked(["Geheimnß"], [bytes.subarray(0, at), bytes.subarray(at)])).toBe("ein [MASKED], ü");
});

test("holds back only possible beginnings of a secret", () => {
  const mask = new Mask(["secret"]);
  expect(mask.push(Buffer.from("a line\n")).toString()).toBe("a line\n");
  expect(mask.push(Buffer.from("a sec")).toString()).toBe("a ");
});
