/**
 * Says what the settings and stacks of all stages are by themselves: no engine, no state, no secret. BASE=<commit> compares
 * with a commit, and writes draft.json for GitLab's widget. Ends with 1 where a file has a fault.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemLine } from "../lib/problems/index.ts";
import { type Draft, draftCounts, draftOf, readSettings } from "../lib/review/index.ts";

const { BASE } = process.env;
const [before, after] = [BASE ? draftsAt(BASE) : new Map<string, Draft>(), draftsIn(process.cwd())];
const total = { create: 0, update: 0, delete: 0 };
for (const [stage, draft] of after) {
  for (const problem of draft.problems) console.error(problemLine(problem));
  if (draft.problems.length > 0) process.exitCode = 1;
  const counts = draftCounts(before.get(stage), draft);
  for (const key of ["create", "update", "delete"] as const) total[key] += counts[key];
  const change = BASE ? `: ${counts.create} new, ${counts.update} changed, ${counts.delete} gone` : "";
  console.log(`Stage ${stage}: ${draft.services.size} services${change}`);
}
if (BASE) writeFileSync("draft.json", `${JSON.stringify(total)}\n`);

/** The drafts of all stages of a checkout, by stage. */
function draftsIn(root: string): Map<string, Draft> {
  const stages = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const drafts = stages.sort().flatMap((stage): [string, Draft][] => {
    const [settings, problem] = readSettings(stage, readFileSync(join(root, `Pulumi.${stage}.yaml`), "utf8"));
    if (settings) return [[stage, draftOf(stage, settings.config ?? {}, root)]];
    console.error(problemLine(problem));
    process.exitCode = 1;
    return [];
  });
  return new Map(drafts);
}

function draftsAt(commit: string): Map<string, Draft> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-draft-"));
  try {
    const archive = execFileSync("git", ["archive", "--format=tar", commit], { maxBuffer: 1 << 30 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    return draftsIn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
