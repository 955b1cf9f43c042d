import { Composer, CST, type Document, Lexer, type LineCounter, Parser } from "yaml";
import { fault } from "../tree/fault.ts";
import type { SourcePosition } from "../tree/node.ts";

/** More values than any hand-written file has. A few lines of nested aliases exceed it at once. */
export const MAX_VALUES = 20_000;

/** The refusal of such a file, at the first value too many or at the alias that multiplied them. */
export function tooManyValues(at: SourcePosition, found = "more"): Error {
  return fault(at, `at most ${MAX_VALUES} values`, found, "write the values out");
}

/**
 * The documents of a YAML text. It is read token by token, so that a text with too many values costs no more than one
 * with as many as allowed.
 * @throws ProblemError for a text with too many
 */
export function documentsOf(
  text: string,
  lines: LineCounter,
  at: (offset: number) => SourcePosition,
): Document.Parsed[] {
  // The library would compare all pairs of keys to find duplicates. The tree builder finds them faster.
  const composer = new Composer({ schema: "failsafe", prettyErrors: false, uniqueKeys: false });
  return [...composer.compose(tokens(text, lines, at))];
}

function* tokens(
  text: string,
  lines: LineCounter,
  at: (offset: number) => SourcePosition,
): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let values = 0;
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    // The text of a plain or block scalar follows its mark, and may look like anything.
    if (before !== CST.SCALAR && SINGLE.has(CST.tokenType(lexeme)) && ++values > MAX_VALUES) {
      throw tooManyValues(at(parser.offset));
    }
    before = lexeme;
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** The tokens of values without parts. The library itself says where maps and lists are nested too deep. */
const SINGLE: ReadonlySet<CST.TokenType | null> = new Set([
  "scalar",
  "single-quoted-scalar",
  "double-quoted-scalar",
  "alias",
]);
