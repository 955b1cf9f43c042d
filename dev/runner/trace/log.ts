import { sectionEnd, sectionStart } from "./lines.ts";

/** A log with sections, of which one is open at a time. */
export class Log {
  readonly #write: (piece: Buffer | string) => void;
  #section: string | undefined;

  constructor(write: (piece: Buffer | string) => void) {
    this.#write = write;
  }

  write(piece: Buffer | string): void {
    this.#write(piece);
  }

  section(name: string, heading: string): void {
    this.endSection();
    this.#section = name;
    this.#write(sectionStart(name, heading));
  }

  endSection(): void {
    if (this.#section !== undefined) this.#write(sectionEnd(this.#section));
    this.#section = undefined;
  }
}
