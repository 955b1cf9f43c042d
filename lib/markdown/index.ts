import { withoutControls } from "./control-characters.ts";

/**
 * Markdown of GitLab from texts that anybody may have written. None of them becomes markup, mentions somebody, closes its
 * fence, or stands at the beginning of a line, where GitLab would obey a quick action such as `/merge`.
 */

const longest = 400;

/** On one line, without control characters, and not too long. */
function clean(text: string): string {
  const line = withoutControls(text.replace(/\s+/g, " ")).trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Words, with their punctuation as it is written. */
export function prose(text: string): string {
  return clean(text).replace(/[\\`*_{}[\]<>#+!|~@$%&^=]/g, "\\$&");
}

/** A name, in a code span; also right in a cell of a table. */
export function code(text: string): string {
  const line = clean(text).replaceAll("|", "\\|");
  const runs = line.match(/`+/g) ?? [];
  const ticks = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = /^`|`$/.test(line) || line === "" ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Lines as they are, in a fence. */
export function block(language: string, text: string): string {
  const lines = text
    .replace(/\s+$/, "")
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => {
      const shown = line.replace(/[\p{Cc}\p{Cf}]/gu, (each) => (each === "\t" ? each : "�"));
      return /^[ +\-@]/.test(shown) ? shown : ` ${shown}`;
    });
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** Rows below their titles; the cells are markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Folded, with its summary; both are markdown without blank lines at the ends. */
export function details(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
