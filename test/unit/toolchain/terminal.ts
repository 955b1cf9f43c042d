import type { Screen } from "../../../dev/toolchain/setup/progress.ts";

/** Stands for a terminal or, by default, a pipe, and remembers what was written to it. */
export class Terminal implements Screen {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 60;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** The lines written, with times as `_:__`. */
export function linesOf({ text }: Terminal): string[] {
  return text
    .trimEnd()
    .replace(/\d+:\d\d/g, "_:__")
    .replace(/\d+\.\d s/g, "_ s")
    .split("\n");
}
