import { describe, expect, test } from "vitest";
import { shellWords } from "../../../lib/compose/canonical/shell-words.ts";
import { byteCount, goDuration, wholeSeconds } from "../../../lib/compose/canonical/units.ts";

describe("sizes", () => {
  test.each<[string, bigint | undefined]>([
    ["0", 0n],
    ["1024", 1024n],
    ["1k", 1024n],
    ["64M", 67108864n],
    ["1.5g", 1610612736n],
    ["2 GiB", 2147483648n],
    ["10kb", 10240n],
    ["100b", 100n],
    ["-1", -1n],
    ["lots", undefined],
    ["1x", undefined],
    ["", undefined],
  ])("%s", (text, want) => expect(byteCount(text)).toBe(want));
});

describe("periods", () => {
  test.each<[string, string | undefined]>([
    ["90s", "1m30s"],
    ["1h", "1h0m0s"],
    ["60s", "1m0s"],
    ["1500ms", "1.5s"],
    ["0.5s", "500ms"],
    ["1.5us", "1.5µs"],
    ["2d", "48h0m0s"],
    ["1w", "168h0m0s"],
    ["1h30m5.25s", "1h30m5.25s"],
    ["0", "0s"],
    ["12ns", "12ns"],
    ["-5s", "-5s"],
    ["5", undefined],
    ["5 s", undefined],
    ["", undefined],
  ])("%s", (text, want) => expect(goDuration(text)).toBe(want));

  test("fractions of seconds are cut off", () => expect(wholeSeconds("1m30.9s")).toBe(90));
});

describe("commands", () => {
  test.each<[string, string[] | undefined]>([
    ["", []],
    ["one two", ["one", "two"]],
    [`a "b c" 'd e' f\\ g`, ["a", "b c", "d e", "f g"]],
    [`a ""`, ["a", ""]],
    [`a'b'"c"`, ["abc"]],
    ["sleep 9 && x", ["sleep", "9"]],
    ["a; b", ["a"]],
    ["a 2>file", ["a"]],
    ["echo $(date +%s) `x y`", ["echo", "$(date +%s)", "`x y`"]],
    ["$HOME $$", ["$HOME", "$$"]],
    [`'it\\s'`, ["it\\s"]],
    ["open 'quote", undefined],
    ["(a)", undefined],
    ["a)", undefined],
    ["ends\\", undefined],
  ])("%s", (line, want) => expect(shellWords(line)).toEqual(want));
});
