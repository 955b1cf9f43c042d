import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Listed } from "./compare.ts";

/** Where what smallboat creates is not what docker compose creates, and why: the rows of differences.md. */
export const listed: readonly Listed[] = readFileSync(join(import.meta.dirname, "differences.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => {
    const cells = line.split("|").map((cell) => cell.trim().replaceAll("`", ""));
    const [, object = "", path = "", compose = "", smallboat = "", reason = ""] = cells;
    return { object, path, compose, smallboat, reason };
  });
