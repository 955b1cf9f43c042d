/**
 * Splits a command into words as compose does. Quotes and backslashes work as in a shell. `$(...)` and backticks stay as
 * they are, and there are no variables and wildcards. An unquoted `;`, `&`, `|`, `<` or `>` ends the command.
 * @returns undefined for an open quote or a stray bracket
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = "";
  let started = false;
  let quote = "";
  const end = () => {
    if (started) words.push(word);
    [word, started] = ["", false];
  };
  for (let index = 0; index < line.length; index++) {
    const char = line[index] as string;
    if (char === "\\" && quote !== "'") {
      if (++index >= line.length) return undefined;
      word += line[index];
      started = true;
    } else if (quote !== "") {
      if (char !== quote || KEPT_QUOTES.has(quote)) word += char;
      if (char === quote) quote = "";
    } else if (/[ \t\r\n]/.test(char)) end();
    else if (/[;&|<>]/.test(char)) {
      // `2>file`: the digit is part of the redirection.
      started &&= !(char === ">" && /^\d/.test(word));
      end();
      return words;
    } else {
      const opened = opening(char, word);
      if (opened === undefined) return undefined;
      quote = opened;
      started = true;
      if (opened === "" || KEPT_QUOTES.has(opened)) word += char;
    }
  }
  end();
  return quote === "" ? words : undefined;
}

const KEPT_QUOTES = new Set(["`", ")"]);

/** The quote that a character opens. "" if it opens none, undefined if it is not allowed here. */
function opening(char: string, word: string): string | undefined {
  if (char === "(") return word.endsWith("$") ? ")" : undefined;
  if (char === ")") return undefined;
  return char === '"' || char === "'" || char === "`" ? char : "";
}
