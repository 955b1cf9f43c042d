/** The first position at which a text is no expression. */
export class ExpressionError extends Error {
  /** Characters before it. */
  readonly at: number;
  constructor(message: string, at: number) {
    super(`${message} at character ${at + 1}`);
    this.name = "ExpressionError";
    this.at = at;
  }
}

export type Operator = "==" | "!=" | "=~" | "!~" | "&&" | "||";

export type Token = { readonly at: number } & (
  | { readonly kind: "variable" | "string" | "pattern"; readonly text: string }
  | { readonly kind: "null" | "(" | ")" }
  | { readonly kind: "operator"; readonly operator: Operator }
);

/** GitLab's limit for the number of tokens in an expression. */
const mostTokens = 100;

/** Splits an expression into its words. @throws ExpressionError */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipBlanks(expression, 0); at < expression.length; ) {
    if (tokens.length === mostTokens) throw new ExpressionError("too many words", at);
    const [token, end] = next(expression, at);
    tokens.push(token);
    at = skipBlanks(expression, end);
  }
  return tokens;
}

function skipBlanks(expression: string, from: number): number {
  let at = from;
  while (at < expression.length && /\s/.test(expression.charAt(at))) at++;
  return at;
}

function next(expression: string, at: number): [Token, end: number] {
  const first = expression.charAt(at);
  if (first === "(" || first === ")") return [{ kind: first, at }, at + 1];
  const operator = expression.slice(at, at + 2);
  if (isOperator(operator)) return [{ kind: "operator", operator, at }, at + 2];
  if (expression.startsWith("null", at)) return [{ kind: "null", at }, at + 4];
  if (first === "$") return variable(expression, at);
  if (first === '"' || first === "'") return string(expression, at, first);
  if (first === "/") return pattern(expression, at);
  throw new ExpressionError("unexpected text", at);
}

function isOperator(text: string): text is Operator {
  return ["==", "!=", "=~", "!~", "&&", "||"].includes(text);
}

function variable(expression: string, at: number): [Token, number] {
  let end = at + 1;
  while (end < expression.length && /\w/.test(expression.charAt(end))) end++;
  if (end === at + 1) throw new ExpressionError("a variable without a name", at);
  return [{ kind: "variable", text: expression.slice(at + 1, end), at }, end];
}

/** Nothing is escaped in a string: it ends at the next quote of its kind, on the same line. */
function string(expression: string, at: number, quote: string): [Token, number] {
  const end = expression.indexOf(quote, at + 1);
  const text = expression.slice(at + 1, end);
  if (end < 0 || text.includes("\n")) throw new ExpressionError("a string without an end", at);
  return [{ kind: "string", text, at }, end + 1];
}

/** Two characters at least between slashes, then flags. `\/` is a slash within. */
function pattern(expression: string, at: number): [Token, number] {
  let end = expression.indexOf("/", at + 1);
  while (end > 0 && expression.charAt(end - 1) === "\\") end = expression.indexOf("/", end + 1);
  if (end < 0) throw new ExpressionError("a regular expression without an end", at);
  if (end - at < 3) throw new ExpressionError("a regular expression of less than two characters", at);
  end++;
  while (end < expression.length && "ismU".includes(expression.charAt(end))) end++;
  return [{ kind: "pattern", text: expression.slice(at, end), at }, end];
}
