import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mapAtMost } from "../../lib/async/index.ts";
import { type GitLabClient, GitLabError } from "../../lib/gitlab/client.ts";
import type { PinnedPackage } from "../../lib/outdated/index.ts";
import { problemLine } from "../../lib/problems/index.ts";
import { pinsIn } from "../../lib/pypi/index.ts";
import { runningOf } from "../../lib/releases/index.ts";
import type { Deployment } from "../../lib/state/index.ts";
import { type RecordedParts, recordedParts } from "../../lib/status/index.ts";
import { clientOf, ofGitLab } from "../status/recorded-gitlab.ts";

/** What files pin, and who did not answer. */
export interface Pinned {
  readonly packages: readonly PinnedPackage[];
  readonly unanswered: readonly string[];
}

/** A requirements file. */
interface Requirements {
  readonly place: string;
  readonly text: string;
}

/** Milliseconds that GitLab gets for a file. */
const patience = 5_000;

/**
 * The packages that a stage's files pin: the requirements files of its stacks in the checkout, and those of its projects in GitLab, on
 * their default branch.
 * @param deployment with secrets in plain text
 */
export async function pinnedPackages(deployment: Deployment): Promise<Pinned> {
  const stacks = Object.keys(runningOf(deployment)).flatMap(requirementsOfStack);
  const projects = await requirementsOfProjects(deployment);
  const uses = [...stacks, ...projects.found].flatMap(({ place, text }) =>
    pinsIn(text).map((pin) => ({ place, pin })),
  );
  const groups = Map.groupBy(uses, ({ pin }) => `${pin.name}==${pin.version}`);
  const packages = [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const places = new Set([first, ...others].map(({ place }) => place));
    return [{ ...first.pin, places: [...places].sort() }];
  });
  return { packages, unanswered: projects.unanswered };
}

/** A stack's own files. Servers of the stage have none. */
function requirementsOfStack(stack: string): Requirements[] {
  const folder = join("stacks", stack);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter(
      (file) => /(^|\/)requirements[^/]*\.txt$/.test(file) && !/(^|\/)(node_modules|\.[^/]*)\//.test(file),
    )
    .map((file) => ({ place: stack, text: readFileSync(join(folder, file), "utf8") }));
}

const projectFiles = ["requirements.txt", "requirements-test.txt"];

async function requirementsOfProjects(
  deployment: Deployment,
): Promise<{ readonly found: readonly Requirements[]; readonly unanswered: readonly string[] }> {
  const { gitlab, projects } = recordedParts(ofGitLab(deployment));
  if (!gitlab || projects.length === 0) return { found: [], unanswered: [] };
  try {
    const client = clientOf(gitlab, { timeout: patience, patience });
    const files = projects.flatMap((project) => projectFiles.map((file) => ({ project, file })));
    const found = await mapAtMost(4, files, ({ project, file }) => requirementsIn(client, project, file));
    return { found: found.flat(), unanswered: [] };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const expected = "GitLab to show the requirements files of the stage's projects";
    const remedy = "check that this machine reaches it, and that its token may read them";
    const line = problemLine({ path: gitlab.url, expected, found: `"${error.message}"`, remedy });
    return { found: [], unanswered: [line] };
  }
}

async function requirementsIn(
  client: GitLabClient,
  { name, id }: RecordedParts["projects"][number],
  file: string,
): Promise<Requirements[]> {
  const text = await client.request("GET", `/projects/${id}/repository/files/${file}/raw?ref=HEAD`);
  return typeof text === "string" ? [{ place: `project/${name}`, text }] : [];
}
