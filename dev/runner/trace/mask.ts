const mask = "[MASKED]";

/** Hides secrets in a stream, even if a secret is split between two pieces. */
export class Mask {
  readonly #secrets: readonly string[];
  readonly #any: RegExp | undefined;
  #held = "";

  constructor(secrets: readonly string[]) {
    // Bytes are treated as characters, since a piece may end within a character.
    const distinct = new Set(secrets.filter((secret) => secret !== ""));
    this.#secrets = [...distinct]
      .map((secret) => Buffer.from(secret).toString("latin1"))
      .sort((a, b) => b.length - a.length);
    if (this.#secrets.length > 0) this.#any = new RegExp(this.#secrets.map(literally).join("|"), "g");
  }

  /** The text that can be shown now. A tail that may be the beginning of a secret is held back. */
  push(piece: Buffer): Buffer {
    const text = this.#held + piece.toString("latin1");
    let shown = "";
    let at = 0;
    let hold = this.#begin(text, at);
    for (const { index, 0: secret } of this.#any ? text.matchAll(this.#any) : []) {
      if (index >= hold) break;
      shown += text.slice(at, index) + mask;
      at = index + secret.length;
      if (at > hold) hold = this.#begin(text, at);
    }
    this.#held = text.slice(hold);
    return Buffer.from(shown + text.slice(at, hold), "latin1");
  }

  /** The text that was held back. */
  end(): Buffer {
    const rest = this.#held;
    this.#held = "";
    return Buffer.from(this.#any ? rest.replace(this.#any, mask) : rest, "latin1");
  }

  /** The position, at or after `from`, of a tail that is the beginning of a secret. */
  #begin(text: string, from: number): number {
    const longest = this.#secrets[0]?.length ?? 0;
    for (let at = Math.max(from, text.length - longest + 1); at < text.length; at++) {
      const end = text.slice(at);
      if (this.#secrets.some((secret) => secret.length > end.length && secret.startsWith(end))) return at;
    }
    return text.length;
  }
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
