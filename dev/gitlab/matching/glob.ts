import { compile } from "./pattern.ts";

type Test = (text: string) => boolean;

const never: Test = () => false;

/** `*` stands for any text, in names of branches and environments. */
export function wildcard(pattern: string): Test {
  const compiled = compile(`^(?s:${pattern.split("*").map(literal).join(".*")})$`);
  return compiled?.matches ?? never;
}

/** `*` is any text within a folder, `**` is any text, as in names of included files. */
export function pathWildcard(pattern: string): Test {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : literal(part);
  });
  return compile(`^${parts.join("")}$`)?.matches ?? never;
}

/**
 * True if one of these matches the path, by the rules of Ruby's File.fnmatch: `**` stands for whole folders.
 */
export function fileGlobs(patterns: readonly string[]): Test {
  const alternatives = patterns.map((pattern) => compile(`^(?s:${translate(pattern)})$`)?.matches ?? never);
  return (path) => alternatives.some((matches) => matches(path));
}

function translate(glob: string): string {
  let made = "";
  let open = 0;
  for (let at = 0; at < glob.length; at++) {
    const rest = glob.slice(at, at + 3);
    const character = glob.charAt(at);
    if (rest === "**/" && (at === 0 || glob.charAt(at - 1) === "/")) {
      made += "(?:[^/]+/)*";
      at += 2;
    } else if (character === "*") {
      made += "[^/]*";
    } else if (character === "?") {
      made += "[^/]";
    } else if (character === "[" && glob.indexOf("]", at + 2) > 0) {
      const end = glob.indexOf("]", at + 2);
      made += set(glob.slice(at + 1, end));
      at = end;
    } else if (character === "{") {
      open++;
      made += "(?:";
    } else if (character === "}" && open > 0) {
      open--;
      made += ")";
    } else if (character === "," && open > 0) {
      made += "|";
    } else if (character === "\\" && at + 1 < glob.length) {
      made += literal(glob.charAt(++at));
    } else made += literal(character);
  }
  return made + ")".repeat(open);
}

function set(content: string): string {
  const isInverted = /^[!^]/.test(content);
  const letters = (isInverted ? content.slice(1) : content).replaceAll(/[\\\][^]/g, "\\$&");
  return `[${isInverted ? "^/" : ""}${letters}]`;
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
