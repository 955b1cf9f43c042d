import { isUtf8 } from "node:buffer";
import { LineCounter } from "yaml";
import { type Problem, refuse } from "../../problems/index.ts";
import { fault } from "../tree/fault.ts";
import { type Node, position, type SourceFile, type SourcePosition } from "../tree/node.ts";
import { documentsOf } from "./documents.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** Ten times the size of the largest known compose file. The limit keeps broken input cheap. */
const MAX_KIB = 256;

/** The documents of one YAML file. Several documents are merged like several files. */
export function parse(content: Uint8Array, file: SourceFile): Node[] {
  const text = decode(content, file);
  const lines = new LineCounter();
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const list = documentsOf(text, lines, at);
  refuse(
    list.flatMap(({ errors }) => errors.slice(0, 1).map(({ pos, message }) => invalid(at(pos[0]), message))),
  );
  return list.flatMap(({ contents }) => (contents === null ? [] : [new TreeBuilder(at).node(contents)]));
}

function decode(content: Uint8Array, file: SourceFile): string {
  checkSize(content, file);
  if (isUtf8(content)) return new TextDecoder().decode(content);
  throw notUtf8(content, file);
}

/** @throws ProblemError for a file that is too large */
export function checkSize(content: Uint8Array, file: SourceFile): void {
  if (content.length <= MAX_KIB * 1024) return;
  const [expected, found] = [`at most ${MAX_KIB} KiB`, `${content.length} bytes`];
  throw fault({ file, line: 1, column: 1 }, expected, found, "split the file");
}

/** An error at the first line that is not valid UTF-8. */
export function notUtf8(content: Uint8Array, file: SourceFile): Error {
  const lines = Buffer.from(content).toString("latin1").split("\n");
  const index = lines.findIndex((line) => !isUtf8(Buffer.from(line, "latin1")));
  const at = { file, line: index + 1, column: 1 };
  return fault(at, "UTF-8 text", "bytes that are none", "save the file as UTF-8");
}

function invalid(at: SourcePosition, message: string): Problem {
  const tooDeep = message.startsWith("Maximum call stack");
  const found = tooDeep ? "values nested too deep" : (message.split("\n")[0] ?? message);
  return { path: position(at), expected: "valid YAML", found, remedy: remedyFor(message) };
}

/** Remedies for messages of the YAML library. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^Maximum call stack/, "write fewer levels"],
  [/^Tabs are not allowed/, "indent with spaces"],
  [/^Nested mappings are not allowed/, "put the value in quotes, or the keys on lines of their own"],
  [/^All .* items must start at the same column/, "indent the line like its neighbours"],
  [/^Implicit (map )?keys? need/, "write a colon and a space behind the key"],
  [/^Missing closing/, "close the quote that the value opens"],
  [/Flow (map|sequence)|^Expected flow/, "close the bracket"],
  [/^Unresolved alias/, "write the anchor before it"],
];

function remedyFor(message: string): string {
  return REMEDIES.find(([form]) => form.test(message))?.[1] ?? "compare the line with those around it";
}
