/** Writes the parts of the guide, and of Pulumi.yaml, that come from the source. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "./pages.ts";

const checkout = join(import.meta.dirname, "../..");
for (const [path, write] of Object.entries(pages)) {
  const file = join(checkout, path);
  writeFileSync(file, write(readFileSync(file, "utf8")));
}
