import { crc32 } from "node:zlib";

/** The order in which the provider sends a set of texts: by the decimal text of their CRC-32. */
export function addressSetOrder(values: readonly string[]): string[] {
  const code = (value: string) => String(crc32(value));
  return [...values].sort((a, b) => (code(a) < code(b) ? -1 : 1));
}
