import type { Engine } from "./client.ts";

const shownLines = 5;

/** The last lines of a container's log, oldest first, without lines that have no letters. */
export async function lastLogLines(
  engine: Engine,
  container: string,
  isTerminal: boolean,
): Promise<string[]> {
  const query = { stdout: "1", stderr: "1", tail: String(4 * shownLines) };
  const output = await engine.bytes("GET", `/containers/${container}/logs`, { query });
  const lines = (isTerminal ? output.toString() : withoutFrames(output)).split(/\r?\n/);
  const said = lines.map((line) => line.trim()).filter((line) => /\w/.test(line));
  return said.slice(-shownLines);
}

/** A log without frame headers. Without a terminal each piece has a header of 8 bytes: the stream and the length. */
export function withoutFrames(output: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= output.length; ) {
    const end = at + 8 + output.readUInt32BE(at + 4);
    pieces.push(output.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
