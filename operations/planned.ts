import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan, Preview } from "../adoption/wanted.ts";
import { CommandError, read } from "./pulumi.ts";
import { errorsOf } from "./refresh.ts";

/** What the program wants, and what a run would do about it; secrets are ciphertext. */
export interface Planned {
  readonly preview: Preview;
  readonly plan: Plan;
}

/** @throws CommandError */
export async function planned(stage: string, options: readonly string[]): Promise<Planned> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-plan-"));
  try {
    const file = join(folder, "plan.json");
    const outcome = await read(stage, "preview", "--json", "--show-sames", "--save-plan", file, ...options);
    if (outcome.code !== 0) throw new CommandError({ ...outcome, stdout: errorsOf(outcome.stdout) });
    return { preview: JSON.parse(outcome.stdout), plan: JSON.parse(readFileSync(file, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
