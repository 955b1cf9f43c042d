import type { Problem } from "../../problems/index.ts";

export type Lookup = (name: string) => string | undefined;

/** The fault of a template. The caller adds the position. */
export class TemplateFault extends Error {
  readonly problem: Omit<Problem, "path">;
  constructor(expected: string, found: string, remedy: string) {
    super(expected);
    this.problem = { expected, found, remedy };
  }
}

/**
 * Compose's interpolation: `$NAME`, `${NAME}`, `${NAME-default}`, `${NAME:-default}`, `${NAME?message}`,
 * `${NAME:?message}`, `${NAME+value}`, `${NAME:+value}`, `$$` for a dollar. With a colon an empty value counts as
 * unset. Defaults are templates too. An unset variable is empty text. A dollar before anything else stays.
 * @param unset gets the names of variables without a value
 */
export function substitute(template: string, lookup: Lookup, unset = new Set<string>(), depth = 0): string {
  if (depth > MAX_DEPTH) throw new TemplateFault(...TOO_DEEP);
  let result = "";
  let rest = template;
  for (let dollar = rest.indexOf("$"); dollar >= 0; dollar = rest.indexOf("$")) {
    result += rest.slice(0, dollar);
    rest = rest.slice(dollar);
    const [value, length] = expression(rest, lookup, unset, template, depth);
    result += value;
    if (result.length > MAX_LENGTH) throw new TemplateFault(...TOO_LONG);
    rest = rest.slice(length);
  }
  return result + rest;
}

/** Limit of defaults within defaults. */
const MAX_DEPTH = 50;
/** The longest variable that Linux accepts. */
const MAX_LENGTH = 128 * 1024;
const TOO_DEEP = [`at most ${MAX_DEPTH} defaults within each other`, "more", "write the value out"] as const;
const TOO_LONG = [`a value of at most ${MAX_LENGTH} characters`, "more, by variables", "shorten it"] as const;

const NAME = /^\$([a-zA-Z_]\w*)/;
const BRACED = /^\$\{([a-zA-Z_]\w*)(:?[-+?])?/;

/** The value of the expression at the beginning of a text, and its number of characters. */
function expression(
  text: string,
  lookup: Lookup,
  unset: Set<string>,
  template: string,
  depth: number,
): [string, number] {
  if (text.startsWith("$$")) return ["$", 2];
  const [named, name] = NAME.exec(text) ?? [];
  const plain = (variable: string): string => {
    const value = lookup(variable);
    if (value === undefined) unset.add(variable);
    return value ?? "";
  };
  if (named && name) return [plain(name), named.length];
  if (!text.startsWith("${")) return ["$", 1];
  const end = closingBrace(text, depth);
  const [head, variable, operator] = BRACED.exec(text) ?? [];
  if (end < 0 || !head || !variable || (!operator && head.length !== end)) {
    throw new TemplateFault(
      "a whole interpolation such as $NAME or one in braces",
      `"${template}"`,
      "write $$ for a plain dollar",
    );
  }
  const value = operator
    ? apply(operator, text.slice(head.length, end), variable, lookup, unset, depth)
    : plain(variable);
  return [value, end + 1];
}

function apply(
  operator: string,
  word: string,
  name: string,
  lookup: Lookup,
  unset: Set<string>,
  depth: number,
): string {
  const value = lookup(name);
  const present = value !== undefined && !(operator.startsWith(":") && value === "");
  // Compose evaluates the word even if it is not used.
  const within = new Set<string>();
  const other = substitute(word, lookup, within, depth + 1);
  if (operator.endsWith("+") ? present : !present) for (const each of within) unset.add(each);
  if (operator.endsWith("-")) return present ? value : other;
  if (operator.endsWith("+")) return present ? other : (value ?? "");
  if (present) return value;
  throw new TemplateFault(
    `a value for ${name}${other ? ` (${other})` : ""}`,
    value === undefined ? "none" : "empty text",
    `set ${name} in the stack's .env or in smallboat:values`,
  );
}

function closingBrace(text: string, depth: number): number {
  let open = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "{" && ++open + depth > 2 * MAX_DEPTH) throw new TemplateFault(...TOO_DEEP);
    if (text[index] === "}" && --open === 0) return index;
  }
  return -1;
}
