/**
 * Checks the settings and stacks of all stages without an engine, a state or secrets. BASE=<commit> counts the services that
 * changed since that commit, also in draft.json for GitLab's widget. Ends with 1 if a file has a fault.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { problemLine } from "../lib/problems/index.ts";
import { type Draft, draftCounts, draftOf, parseSettings } from "../lib/review/index.ts";
import { settingsFile, stagesAmong } from "../lib/settings/settings-source.ts";
import { inPrivateFolder } from "./stage/private-folder.ts";

type Drafts = ReadonlyMap<string, Draft>;

const { BASE } = process.env;
const now = draftsIn(process.cwd(), (line) => {
  console.error(line);
  process.exitCode = 1;
});
for (const [stage, { services }] of now) console.log(`Stage ${stage}: ${services.size} services`);
if (BASE) await countSince(BASE);

async function countSince(base: string): Promise<void> {
  const [before, after] = await inPrivateFolder(async (folder) => {
    // Both have the same path, because paths are part of a container's plan.
    const place = join(folder, "checkout");
    return [draftsAt(base, place), draftsAt("HEAD", place)] as const;
  });
  const total = { create: 0, update: 0, delete: 0 };
  for (const [stage, draft] of after) {
    const counts = draftCounts(before.get(stage), draft);
    for (const key of ["create", "update", "delete"] as const) total[key] += counts[key];
    console.log(`Stage ${stage}: ${counts.create} new, ${counts.update} changed, ${counts.delete} gone`);
  }
  writeFileSync("draft.json", `${JSON.stringify(total)}\n`);
}

/** The drafts of a commit. Empty if git does not have it. */
function draftsAt(commit: string, place: string): Drafts {
  const archive = archiveOf(commit);
  if (!archive) return new Map();
  mkdirSync(place);
  execFileSync("tar", ["-x", "-C", place], { input: archive });
  const drafts = draftsIn(place);
  rmSync(place, { recursive: true });
  return drafts;
}

function archiveOf(commit: string): Buffer | undefined {
  try {
    return execFileSync("git", ["archive", "--format=tar", commit], {
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    const remedy = "fetch it; all services count as new";
    console.error(problemLine({ path: "BASE", expected: "a commit", found: commit, remedy }));
    return undefined;
  }
}

/** The drafts of all stages in a checkout, by stage. @param fault gets a line for each fault */
function draftsIn(root: string, fault: (line: string) => void = () => {}): Drafts {
  const drafts = stagesAmong(readdirSync(root)).flatMap((stage): [string, Draft][] => {
    const [settings, problem] = parseSettings(stage, readFileSync(join(root, settingsFile(stage)), "utf8"));
    if (problem) {
      fault(problemLine(problem));
      return [];
    }
    const draft = draftOf(stage, settings.config ?? {}, root);
    for (const each of draft.problems) fault(problemLine(each));
    return [[stage, draft]];
  });
  return new Map(drafts);
}
