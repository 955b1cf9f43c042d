import { type Pattern, readPattern } from "../../matching/pattern.ts";
import { parseExpression, type Tree } from "./tree.ts";

export type Values = ReadonlyMap<string, string>;

type Value = string | boolean | null | Pattern;

/** Whether an expression holds, for rules that are asked often. Values are compared, never read as expressions. */
export class Expressions {
  readonly #trees = new Map<string, Tree>();

  /** @throws ExpressionError */
  holds(expression: string, values: Values): boolean {
    let tree = this.#trees.get(expression);
    if (!tree) {
      tree = parseExpression(expression);
      this.#trees.set(expression, tree);
    }
    return isPresent(evaluate(tree, values));
  }
}

function isPresent(value: Value): boolean {
  return typeof value === "string" ? value.trim() !== "" : value !== null && value !== false;
}

function evaluate(tree: Tree, values: Values): Value {
  switch (tree.kind) {
    case "variable":
      return values.get(tree.name) ?? null;
    case "string":
      return tree.text;
    case "pattern":
      return tree.pattern;
    case "null":
      return null;
    case "&&": {
      const left = evaluate(tree.left, values);
      return isTrue(left) ? evaluate(tree.right, values) : left;
    }
    case "||": {
      const left = evaluate(tree.left, values);
      return isTrue(left) ? left : evaluate(tree.right, values);
    }
    default: {
      const [left, right] = [evaluate(tree.left, values), evaluate(tree.right, values)];
      if (tree.kind === "==" || tree.kind === "!=") return (left === right) === (tree.kind === "==");
      return matches(left, right) === (tree.kind === "=~");
    }
  }
}

/** As in Ruby, `&&` and `||` take an empty string for true: `$EMPTY || $B` is the empty string, which is not present. */
function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

/** If the text on the right is no regular expression, it is searched for the text on the left. */
function matches(left: Value, right: Value): boolean {
  const text = typeof left === "string" ? left : String(left === null ? "" : left);
  if (right === null || typeof right === "boolean") return false;
  if (typeof right !== "string") return right.matches(text);
  const pattern = readPattern(right);
  return pattern ? pattern.matches(text) : right.includes(text);
}
