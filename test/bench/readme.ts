/**
 * Writes the table of README from `results.json`.
 *
 * Usage: `node test/bench/readme.ts`, after `make bench`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Results, withMeasured } from "./readme-table.ts";

const readme = join(import.meta.dirname, "../../README.md");
const results = JSON.parse(readFileSync(join(import.meta.dirname, "results.json"), "utf8")) as Results;
writeFileSync(readme, withMeasured(readFileSync(readme, "utf8"), results));
