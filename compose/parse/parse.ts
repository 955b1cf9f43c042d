import { isUtf8 } from "node:buffer";
import { LineCounter, parseAllDocuments } from "yaml";
import { type Problem, refuse } from "../../problems/index.ts";
import { fault } from "../tree/fault.ts";
import { type Node, type Place, position, type SourceFile } from "../tree/node.ts";
import { Builder } from "./builder.ts";

const MAX_BYTES = 2 ** 20;

/** The documents of one YAML file; several are merged like several files. */
export function parse(content: Uint8Array, file: SourceFile): Node[] {
  const text = decode(content, file);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false });
  const list = Array.isArray(documents) ? documents : [];
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  refuse(
    list.flatMap(({ errors }) =>
      errors.slice(0, 1).map(({ pos, message }) => invalid(at(pos[0]), message.split("\n")[0] ?? message)),
    ),
  );
  const builder = new Builder(at);
  return list.filter(({ contents }) => contents !== null).map((document) => builder.document(document));
}

function decode(content: Uint8Array, file: SourceFile): string {
  if (content.length > MAX_BYTES) {
    throw fault({ file, line: 1, column: 1 }, "at most 1 MiB", `${content.length} bytes`, "split the file");
  }
  if (isUtf8(content)) return new TextDecoder().decode(content);
  const lines = Buffer.from(content).toString("latin1").split("\n");
  const index = lines.findIndex((line) => !isUtf8(Buffer.from(line, "latin1")));
  const at = { file, line: index + 1, column: 1 };
  throw fault(at, "UTF-8 text", "bytes that are none", "save the file as UTF-8");
}

function invalid(at: Place, message: string): Problem {
  return { path: position(at), expected: "valid YAML", found: message, remedy: "mend the line" };
}
