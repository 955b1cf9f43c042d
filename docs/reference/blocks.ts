/**
 * Replaces the part of a page that a command writes; the rest is written by hand.
 * @param name what its first line calls it
 * @throws where the page has no such part
 */
export function withBlock(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: written by "npm run generate:docs" -->\n`, `<!-- end of ${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The page has no part ${name}.`);
  return `${before}${begin}\n${content.trim()}\n\n${end}${after}`;
}

/** A table of Markdown. What is not in backticks is text, whatever it holds. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A line ends the row, a bar the cell; `<` begins a tag outside of backticks. */
function cell(text: string): string {
  const parts = text.replace(/\s*\n\s*/g, " ").split(/(`[^`]*`)/);
  return parts
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")).replaceAll("|", "\\|"))
    .join("");
}
