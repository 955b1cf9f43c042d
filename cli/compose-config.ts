/**
 * Prints a JSON line for each folder: {"dir", "model"} with the model that `docker compose -p proj config --format json`
 * prints, or {"dir", "error"}. Ends with 1 if a folder has an error.
 */
import { resolve } from "node:path";
import { loadStack } from "../lib/compose/index.ts";
import { ProblemError } from "../lib/problems/index.ts";

for (const dir of process.argv.slice(2)) {
  const line = described(dir);
  console.log(JSON.stringify(line));
  if ("error" in line) process.exitCode = 1;
}

function described(dir: string): { dir: string } & ({ model: unknown } | { error: string }) {
  try {
    const { model } = loadStack({ dir: resolve(dir), label: dir, project: "proj", values: {} });
    // Compose doubles every dollar sign, so that its output can be used as input.
    return { dir, model: JSON.parse(JSON.stringify(model).replaceAll("$", "$$$$")) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { dir, error: error.message };
  }
}
