import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { loadStacks, type PlacedStack } from "../../../lib/plan/stacks.ts";
import { type Problem, problemLine } from "../../../lib/problems/index.ts";
import { checkSettings, type Settings } from "../../../lib/settings/check.ts";

const Local = { engine: "unix:///var/run/docker.sock" };
const far = { engine: "ssh://deploy@10.0.0.60:2222" };

/** Settings of stage `dev` with the hosts Local (this machine) and far (10.0.0.60), and all secrets. */
export function settings(sections: Record<string, unknown> = {}): Settings {
  const secrets = { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3" };
  return checkSettings("dev", { hosts: { Local, far }, secrets, ...sections });
}

/** Loads the stacks of a checkout with these files. @returns stacks, and problems and warnings as lines */
export function loaded(
  files: Readonly<Record<string, string>>,
  checked = settings(),
): { stacks: PlacedStack[]; lines: string[]; warnings: string[] } {
  const root = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const problems: Problem[] = [];
    const warnings: string[] = [];
    const stacks = loadStacks(checked, planRegistry(checked), { root }, problems, warnings);
    return { stacks, lines: problems.map(problemLine), warnings };
  } finally {
    rmSync(root, { recursive: true });
  }
}
