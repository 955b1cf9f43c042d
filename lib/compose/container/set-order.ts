import { crc32 } from "node:zlib";

/** Texts in the order in which the provider sends a set: sorted by the decimal text of their CRC-32. */
export function addressSetOrder(values: readonly string[]): string[] {
  const code = (value: string) => String(crc32(value));
  return [...values].sort((a, b) => (code(a) < code(b) ? -1 : 1));
}
