/** Lines at the bottom of a terminal that change in place, below lines that stay. */
export class LiveLines {
  readonly #out: NodeJS.WriteStream;
  #shown: readonly string[] = [];

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** @param said lines that stay @param lines replace the earlier changing lines, as far as the terminal has room */
  show(said: readonly string[], lines: readonly string[]): void {
    const { columns = 80, rows = 24 } = this.#out;
    const room = lines.slice(-Math.max(rows - 2, 1)).map((line) => line.slice(0, columns - 1));
    if (said.length === 0 && room.join("\n") === this.#shown.join("\n")) return;
    const back = this.#shown.length > 0 ? `\x1b[${this.#shown.length}A\x1b[J` : "";
    this.#out.write(back + [...said, ...room].map((line) => `${line}\n`).join(""));
    this.#shown = room;
  }

  /** Prints all changing lines in full, so that they stay. */
  end(lines: readonly string[]): void {
    this.show(lines, []);
  }
}
