import { expect, test } from "vitest";
import { LiveLines } from "../../../cli/stage/live-lines.ts";

/** A terminal of this size, and what was written to it. */
function terminal(columns: number, rows: number) {
  const written: string[] = [];
  const out = { columns, rows, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { screen: new LiveLines(out), written };
}

test("a line that is wider than the terminal is whole, and all its rows are replaced", () => {
  const { screen, written } = terminal(10, 24);
  screen.show([], ["123456789012345678901", "b"]);
  screen.show(["said"], ["c"]);
  expect(written).toEqual(["123456789012345678901\nb\n", "\x1b[4A\x1b[Jsaid\nc\n"]);
});

test("the last lines are shown as far as there is room, and all at the end", () => {
  const { screen, written } = terminal(80, 4);
  screen.show([], ["a", "b", "c"]);
  screen.end(["a", "b", "c"]);
  expect(written).toEqual(["b\nc\n", "\x1b[2A\x1b[Ja\nb\nc\n"]);
});

test("a terminal that does not tell its size counts as a usual one", () => {
  const { screen, written } = terminal(0, 0);
  screen.show([], ["a"]);
  screen.show([], ["b"]);
  expect(written).toEqual(["a\n", "\x1b[1A\x1b[Jb\n"]);
});
