/** Lines at the bottom of a terminal that change in place, below lines that stay. Long ones are wrapped by the terminal. */
export class LiveLines {
  readonly #out: NodeJS.WriteStream;
  #shown: readonly string[] = [];
  #rows = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** @param said lines that stay @param lines replace the earlier changing lines, the last ones as far as there is room */
  show(said: readonly string[], lines: readonly string[]): void {
    // Some terminals say that they have none.
    const [columns, rows] = [this.#out.columns || 80, this.#out.rows || 24];
    const heightOf = (line: string) => Math.max(Math.ceil(line.length / columns), 1);
    const room: string[] = [];
    let height = 0;
    for (const line of lines.toReversed()) {
      if (room.length > 0 && height + heightOf(line) > rows - 2) break;
      height += heightOf(line);
      room.unshift(line);
    }
    if (said.length === 0 && room.join("\n") === this.#shown.join("\n")) return;
    const back = this.#rows > 0 ? `\x1b[${this.#rows}A\x1b[J` : "";
    this.#out.write(back + [...said, ...room].map((line) => `${line}\n`).join(""));
    this.#shown = room;
    this.#rows = height;
  }

  /** Prints all changing lines in full, so that they stay. */
  end(lines: readonly string[]): void {
    this.show(lines, []);
  }
}
