import { RE2JS } from "re2js";

/** A regular expression in RE2's syntax. Its time grows linearly with the length of the text. */
export interface Pattern {
  /** True if it matches some part of the text. */
  readonly matches: (text: string) => boolean;
  /** The groups of the last match, the whole match first. */
  readonly last: (text: string) => readonly (string | undefined)[] | undefined;
}

/** Parses `/expression/flags`; undefined if the text has another form, or RE2 refuses it. */
export function readPattern(text: string): Pattern | undefined {
  const found = /^\/(.*)\/([ismU]*)$/m.exec(text.replaceAll("\\/", "/"));
  if (!found) return undefined;
  const [, expression = "", flags = ""] = found;
  return compile(flags === "" ? expression : `(?${flags})${expression}`);
}

/** @returns undefined if RE2 refuses it */
export function compile(expression: string): Pattern | undefined {
  try {
    const compiled = RE2JS.compile(expression);
    return {
      matches: (text) => compiled.matcher(text).find(),
      last: (text) => {
        const matcher = compiled.matcher(text);
        let groups: (string | undefined)[] | undefined;
        while (matcher.find()) {
          groups = Array.from(
            { length: matcher.groupCount() + 1 },
            (_, at) => matcher.group(at) ?? undefined,
          );
        }
        return groups;
      },
    };
  } catch {
    return undefined;
  }
}
