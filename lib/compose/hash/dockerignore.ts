import { posix } from "node:path";

/**
 * True for a path that a `.dockerignore` keeps in the build context. Patterns have `*`, `?`, `[...]` and `**` and match a
 * file or a folder above it. `!` includes files again. The last matching line decides.
 */
export function dockerignore(content: string): (path: string) => boolean {
  const rules = content
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .map((line) => rule(line.trim()));
  return (path) => {
    const names = path.split("/");
    const prefixes = names.map((_, index) => names.slice(0, index + 1).join("/"));
    return !rules.reduce(
      (ignored, { exception, form }) => (prefixes.some((each) => form.test(each)) ? !exception : ignored),
      false,
    );
  };
}

function rule(line: string): { exception: boolean; form: RegExp } {
  const exception = line.startsWith("!");
  const pattern = posix.normalize((exception ? line.slice(1) : line).trim()).replace(/^\/+|\/+$/g, "");
  return { exception, form: new RegExp(`^${expression(pattern)}$`) };
}

function expression(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\[[^\]]*\]|\\.|[.+^${}()|\\]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.startsWith("[")) return token.replace(/^\[!/, "[^");
    return `\\${token.replace(/^\\/, "")}`;
  });
}
