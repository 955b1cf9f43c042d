import { constants, inflateRawSync } from "node:zlib";

/** Bytes by where they were found. */
export type Places = Map<string, Buffer>;

/** The values that stand somewhere, as `<place>: <value>`: plain, packed by gzip or zip, or in base64, also one in another. */
export function leaks(places: Places, values: readonly string[]): string[] {
  return [...places].flatMap(([place, bytes]) => {
    const held = new Set<string>();
    for (const layer of layers(bytes, 3)) {
      for (const value of values) if (layer.includes(value)) held.add(value);
    }
    return [...held].map((value) => `${place}: ${value}`);
  });
}

/** The bytes, and what can be unpacked from any place in them. */
function* layers(bytes: Buffer, depth: number): Generator<Buffer> {
  yield bytes;
  if (depth === 0) return;
  for (const inside of [...packed(bytes), ...decoded(bytes)]) yield* layers(inside, depth - 1);
}

// An archive that others follow, or that is cut off, is unpacked as far as it goes.
const inflated = (bytes: Buffer, at: number) =>
  inflateRawSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH });

function packed(bytes: Buffer): Buffer[] {
  return [
    ...unpacked(bytes, "\x1f\x8b\x08", (at) => {
      const hasName = ((bytes[at + 3] ?? 0) & 8) !== 0;
      return inflated(bytes, hasName ? bytes.indexOf(0, at + 10) + 1 : at + 10);
    }),
    ...unpacked(bytes, "PK\x03\x04", (at) =>
      inflated(bytes, at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)),
    ),
  ];
}

function unpacked(bytes: Buffer, mark: string, unpack: (at: number) => Buffer): Buffer[] {
  const results: Buffer[] = [];
  for (let at = bytes.indexOf(mark, 0, "latin1"); at >= 0; at = bytes.indexOf(mark, at + 1, "latin1")) {
    try {
      results.push(unpack(at));
    } catch {
      // These bytes only look like an archive.
    }
  }
  return results;
}

/** Words of base64, which can begin anywhere in a longer one. */
function decoded(bytes: Buffer): Buffer[] {
  const words = bytes.toString("latin1").match(/[\w+/-]{16,}={0,2}/g) ?? [];
  return words.flatMap((word) => [0, 1, 2, 3].map((from) => Buffer.from(word.slice(from), "base64")));
}
