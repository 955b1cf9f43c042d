const mask = "[MASKED]";

/** Hides secrets in a stream, also those that its pieces cut in two. */
export class Mask {
  readonly #secrets: readonly string[];
  readonly #any: RegExp | undefined;
  #held = "";

  constructor(secrets: readonly string[]) {
    // Bytes as characters: pieces may end within a character.
    const distinct = new Set(secrets.filter((secret) => secret !== ""));
    this.#secrets = [...distinct]
      .map((secret) => Buffer.from(secret).toString("latin1"))
      .sort((a, b) => b.length - a.length);
    if (this.#secrets.length > 0) this.#any = new RegExp(this.#secrets.map(literally).join("|"), "g");
  }

  /** What can be shown now. What may be the begin of a secret is held back. */
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

  /** What was held back. */
  end(): Buffer {
    const rest = this.#held;
    this.#held = "";
    return Buffer.from(this.#any ? rest.replace(this.#any, mask) : rest, "latin1");
  }

  /** Where, from `from` on, the text ends in the begin of a secret. */
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
