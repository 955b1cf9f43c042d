import { type Pattern, readPattern } from "../../matching/pattern.ts";
import { ExpressionError, type Operator, type Token, tokenize } from "./tokens.ts";

/** An expression whose syntax is right. */
export type Tree =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  | { readonly kind: "null" }
  | { readonly kind: Operator; readonly left: Tree; readonly right: Tree };

const levels: readonly (readonly Operator[])[] = [["||"], ["&&"], ["==", "!=", "=~", "!~"]];

/** Reads GitLab's grammar: comparisons before `&&` before `||`, each from left to right. @throws ExpressionError */
export function parseExpression(expression: string): Tree {
  const words = new Words(tokenize(expression), expression.length);
  const tree = words.operation(0);
  words.expectEnd();
  return tree;
}

class Words {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  operation(level: number): Tree {
    const operators = levels[level];
    if (!operators) return this.#value();
    let left = this.operation(level + 1);
    for (;;) {
      const token = this.#tokens[this.#next];
      if (token?.kind !== "operator" || !operators.includes(token.operator)) return left;
      this.#next++;
      left = { kind: token.operator, left, right: this.operation(level + 1) };
    }
  }

  #value(): Tree {
    const token = this.#tokens[this.#next++];
    if (!token) throw new ExpressionError("a value is missing", this.#length);
    switch (token.kind) {
      case "variable":
        return { kind: "variable", name: token.text };
      case "string":
        return { kind: "string", text: token.text };
      case "null":
        return { kind: "null" };
      case "pattern": {
        const pattern = readPattern(token.text);
        if (!pattern) throw new ExpressionError("not a regular expression of RE2", token.at);
        return { kind: "pattern", pattern };
      }
      case "(": {
        const within = this.operation(0);
        const end = this.#tokens[this.#next++];
        if (end?.kind !== ")") throw new ExpressionError("`)` is missing", end?.at ?? this.#length);
        return within;
      }
      default:
        throw new ExpressionError("a value is missing", token.at);
    }
  }

  expectEnd(): void {
    const rest = this.#tokens[this.#next];
    if (rest) throw new ExpressionError("an operator is missing", rest.at);
  }
}
