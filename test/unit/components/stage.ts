import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Environment } from "../../../components/Environment.ts";
import { draftStage } from "../../../lib/plan/index.ts";
import { type Problem, refuse } from "../../../lib/problems/index.ts";
import { checkSettings } from "../../../lib/settings/check.ts";
import { madeOf, type Recorded, record, unknownInputs } from "./recording.ts";

type Files = Readonly<Record<string, string>>;

/**
 * What stage `dev` declares.
 * @param raw the settings, as written below `smallboat:`
 * @param files the texts of files below `stacks/`
 */
export function declared(raw: Record<string, unknown>, files: Files): Promise<Recorded[]> {
  return declaring(raw, files, record);
}

/** What the inputs of all that stage `dev` declares are made of. Arguments as those of `declared`. */
export function ingredients(
  raw: Record<string, unknown>,
  files: Files,
  isPreview = false,
): ReturnType<typeof madeOf> {
  return declaring(raw, files, (program) => madeOf(program, isPreview));
}

/** The inputs that the first preview of stage `dev` does not know. Arguments as those of `declared`. */
export function firstUnknowns(raw: Record<string, unknown>, files: Files): ReturnType<typeof unknownInputs> {
  return declaring(raw, files, unknownInputs);
}

async function declaring<Result>(
  raw: Record<string, unknown>,
  files: Files,
  listen: (program: () => unknown) => Promise<Result>,
): Promise<Result> {
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
    return await listen(() => new Environment("dev", { settings, plan }));
  } finally {
    rmSync(root, { recursive: true });
  }
}
