/**
 * Masked values never reach the disk in plain text, even where a runner forgets. As long as what it replaces,
 * so that a runner's count of bytes stays right. A value cut in two by the end of a piece is found when the
 * next one comes: `tail` bytes are looked at again.
 */
export function masked(log: Buffer, values: readonly string[]): Buffer {
  const result = Buffer.from(log);
  for (const value of values) {
    const wanted = Buffer.from(value, "utf8");
    if (wanted.length < 8) continue;
    for (let at = result.indexOf(wanted); at >= 0; at = result.indexOf(wanted, at + wanted.length)) {
      result.fill("*", at, at + wanted.length);
    }
  }
  return result;
}

/** The length of the stored tail that a new piece can complete. */
export function overlap(values: readonly string[]): number {
  return Math.max(0, ...values.map((value) => Buffer.byteLength(value) - 1));
}
