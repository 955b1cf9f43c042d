import { ProblemError } from "../../problems/index.ts";
import { type Lookup, substitute, TemplateFault } from "./template.ts";

/**
 * The variables of an env file in the dialect of compose: `KEY=value`, `export KEY=value` and `KEY: value`. Text in single
 * quotes is literal, text in double quotes has escapes and variables, and both may have several lines. ` #` begins a
 * comment. A bare `KEY` takes its value from `lookup` or is left out. A variable's value comes from `lookup`, or else from
 * earlier keys.
 */
export function parseEnvFile(content: string, label: string, lookup: Lookup): Record<string, string> {
  const found = new Map<string, string>();
  const resolve: Lookup = (name) => lookup(name) ?? found.get(name);
  const text = content.replace(/^\uFEFF/, "");
  let index = 0;
  let characters = 0;
  const line = () => text.slice(0, index).split("\n").length;
  const fail = (expected: string, seen: string, remedy: string): never => {
    throw new ProblemError([{ path: `${label}:${line()}:1`, expected, found: seen, remedy }]);
  };
  while (true) {
    index += /^(?:\s|#.*)*/.exec(text.slice(index))?.[0].length ?? 0;
    if (index >= text.length) return Object.fromEntries(found);
    const [head = "", name = "", separator = ""] =
      /^(?:export[ \t]+)?([\p{L}\p{N}_.\-[\]]+)[ \t]*([=:]|\r?\n|\r?$)[ \t\v\f\r]*/u.exec(
        text.slice(index),
      ) ?? [];
    if (!head) fail("KEY=value", "another kind of line", "name variables with letters, digits and _ only");
    index += head.length;
    if (separator !== "=" && separator !== ":") {
      const inherited = lookup(name);
      if (inherited !== undefined) found.set(name, inherited);
      continue;
    }
    try {
      const [value, length] = readValue(text.slice(index), resolve);
      found.set(name, value);
      index += length;
      characters += value.length;
      if (characters > MAX_CHARACTERS) {
        fail(`values of at most ${MAX_CHARACTERS} characters`, "more, by variables", "shorten them");
      }
    } catch (fault) {
      if (!(fault instanceof TemplateFault)) throw fault;
      fail(fault.problem.expected, fault.problem.found, fault.problem.remedy);
    }
  }
}

/** Limit of all values of a file together. */
const MAX_CHARACTERS = 2 ** 20;

/** The variables of an env file with `format: raw`: every line is `KEY=value`, without quotes and variables. */
export function parseRawEnvFile(content: string, label: string, lookup: Lookup): Record<string, string> {
  const found = new Map<string, string>();
  for (const [index, line] of content
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const text = line.trimStart();
    if (text === "" || text.startsWith("#")) continue;
    const cut = text.indexOf("=");
    const name = cut < 0 ? text : text.slice(0, cut);
    if (name === "" || /\s/.test(name)) {
      const path = `${label}:${index + 1}:1`;
      throw new ProblemError([
        { path, expected: "KEY=value", found: "another kind of line", remedy: "mend the line" },
      ]);
    }
    const value = cut < 0 ? lookup(name) : text.slice(cut + 1);
    if (value !== undefined) found.set(name, value);
  }
  return Object.fromEntries(found);
}

/** The value at the beginning of a text, and its number of characters. */
function readValue(text: string, resolve: Lookup): [string, number] {
  const quote = text[0];
  if (quote !== "'" && quote !== '"') {
    const end = text.indexOf("\n");
    const line = end < 0 ? text : text.slice(0, end);
    return [substitute((line.split(" #")[0] ?? "").trimEnd(), resolve), line.length];
  }
  let value = "";
  for (let index = 1; index < text.length; index++) {
    const char = text[index] as string;
    if (char === quote) return [quote === '"' ? substitute(expandEscapes(value), resolve) : value, index + 1];
    if (char === "\\" && text[index + 1] === quote) value += text[++index];
    else if (char === "\\" && index + 1 < text.length) value += char + text[++index];
    else value += char;
  }
  throw new TemplateFault(
    "a closing quote",
    "the end of the file",
    `close the ${quote} that opens the value`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  $: "$$",
};

function expandEscapes(text: string): string {
  return text.replace(/\\(?:([abfnrtv$"\\])|0([0-7]{3}))/g, (_, simple?: string, octal?: string) =>
    simple ? (ESCAPES[simple] ?? simple) : String.fromCharCode(Number.parseInt(octal ?? "0", 8)),
  );
}
