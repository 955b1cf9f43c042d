import { existsSync, openSync, readSync } from "node:fs";

/** A function that returns the complete lines that were appended to a file since the last call. */
export function readAppended(file: string): () => string[] {
  let descriptor: number | undefined;
  let rest = Buffer.alloc(0);
  const chunk = Buffer.alloc(1 << 16);
  return () => {
    if (descriptor === undefined && !existsSync(file)) return [];
    descriptor ??= openSync(file, "r");
    for (let length = -1; length !== 0; ) {
      length = readSync(descriptor, chunk);
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
    }
    const end = rest.lastIndexOf(10) + 1;
    const lines = rest.subarray(0, end).toString("utf8").split("\n").filter(Boolean);
    rest = rest.subarray(end);
    return lines;
  };
}
