import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Environment } from "../../../components/Environment.ts";
import { draftStage } from "../../../plan/index.ts";
import { type Problem, refuse } from "../../../problems/index.ts";
import { checkSettings } from "../../../settings/check.ts";
import { type Recorded, record } from "./recording.ts";

/**
 * What stage `dev` declares.
 * @param raw the settings, as written below `smallboat:`
 * @param files the texts of files below `stacks/`
 */
export async function declared(
  raw: Record<string, unknown>,
  files: Readonly<Record<string, string>>,
): Promise<Recorded[]> {
  const root = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, "stacks", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const settings = checkSettings("dev", raw);
    const problems: Problem[] = [];
    const plan = draftStage(settings, root, problems);
    refuse(problems);
    return await record(() => new Environment("dev", { settings, plan }));
  } finally {
    rmSync(root, { recursive: true });
  }
}
