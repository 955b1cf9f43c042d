import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../dev/toolchain/setup/places.ts";

/** Writes a table into docs/guide/drift-compared.md, between the comments `<!-- place -->` and `<!-- end -->`. */
export function writeComparison(place: string, rows: readonly (readonly string[])[]): void {
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const file = join(checkout, "docs/guide/drift-compared.md");
  const text = readFileSync(file, "utf8");
  const parts = new RegExp(`^(.*<!-- ${place} -->\n).*?(<!-- end -->.*)$`, "s").exec(text);
  if (!parts) throw new Error(`${file}: the place ${place} is missing.`);
  writeFileSync(file, `${parts[1]}${lines}\n${parts[2]}`);
  console.log(lines);
}
