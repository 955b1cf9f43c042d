import { withoutControls } from "./control-characters.ts";

/**
 * GitLab's Markdown from texts of unknown authors. A text stays text: it becomes no markup, mentions nobody and does not
 * end its fence. It never begins a line, because GitLab obeys a line such as `/merge`.
 */

const longest = 400;

/** A text on one line, without control characters, cut after 400 characters. */
function clean(text: string): string {
  const line = withoutControls(text.replace(/\s+/g, " ")).trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** A text with its punctuation escaped. */
export function prose(text: string): string {
  return clean(text).replace(/[\\`*_{}[\]<>#+!|~@$%&^=]/g, "\\$&");
}

/** A name in a code span, which may stand in a cell of a table. */
export function code(text: string): string {
  const line = clean(text).replaceAll("|", "\\|");
  const runs = line.match(/`+/g) ?? [];
  const ticks = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = /^`|`$/.test(line) || line === "" ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Lines in a fence, unchanged but for control characters. */
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

/** A table. The cells are Markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A folded section. Summary and content are Markdown without blank lines at the ends. */
export function details(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
