import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import type { BuildFields, ImagePlan, Repository } from "../compose/index.ts";
import { ProblemError } from "../problems/index.ts";

/** Folders beside the state. Their content can always be made again. */
const dockerfiles = join(".smallboat", "dockerfiles");
const repositories = join(".smallboat", "repositories");

/** The provider's `build` with the paths of the files that `prepareContext` makes. */
export function buildInputs({ dockerfile, repository }: ImagePlan, build: BuildFields): BuildFields {
  const context = repository ? join(placeOf(repository), build.context) : build.context;
  if (dockerfile === undefined) return { ...build, context };
  return { ...build, context, dockerfile: relative(context, dockerfilePlace(dockerfile)) };
}

/** True for an image with a Dockerfile in its compose file, or a context in a repository. */
export function needsPreparation({ dockerfile, repository }: ImagePlan): boolean {
  return dockerfile !== undefined || repository !== undefined;
}

/**
 * Writes an inline Dockerfile of the compose file to a file, and fetches the repository of the build context with the
 * user's git.
 * @param where the path that a problem names
 * @throws ProblemError if git does not get the commit
 */
export async function prepareContext({ dockerfile, repository }: ImagePlan, where: string): Promise<void> {
  if (dockerfile !== undefined) {
    const place = dockerfilePlace(dockerfile);
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(place, dockerfile, { mode: 0o600 });
  }
  if (repository && !existsSync(placeOf(repository))) await checkOut(repository, where);
}

function dockerfilePlace(dockerfile: string): string {
  return join(process.cwd(), dockerfiles, sha256(dockerfile));
}

function placeOf({ url, commit }: Repository): string {
  return join(process.cwd(), repositories, `${sha256(url).slice(0, 16)}-${commit}`);
}

/** The folder is renamed at the end, so that an interrupted fetch does not look complete. */
async function checkOut(repository: Repository, where: string): Promise<void> {
  const place = placeOf(repository);
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(`${place}.`);
  try {
    await fetchCommit(folder, repository);
    rmSync(join(folder, ".git"), { recursive: true, force: true });
    if (!existsSync(place)) renameSync(folder, place);
  } catch (error) {
    throw new ProblemError([fault(repository, where, error as GitError)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchCommit(folder: string, { url, commit }: Repository): Promise<void> {
  const git = (...args: string[]) => run("git", ["-C", folder, ...args], { env: gitEnvironment });
  await git("init", "--quiet");
  // A server may refuse a single commit. Then the whole history is fetched.
  await git("fetch", "--quiet", "--depth=1", "--no-tags", "--", url, commit).catch(() =>
    git("fetch", "--quiet", "--", url, "+refs/*:refs/fetched/*"),
  );
  await git("checkout", "--quiet", commit);
  if (existsSync(join(folder, ".gitmodules")))
    await git("submodule", "--quiet", "update", "--init", "--recursive", "--depth=1");
}

const run = promisify(execFile);
/** Git uses the user's credentials and never asks for others. */
const gitEnvironment = { ...process.env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

interface GitError {
  readonly code?: string | number;
  readonly stderr?: string;
}

function fault({ url, commit }: Repository, path: string, { code, stderr = "" }: GitError) {
  const expected = `git to fetch commit ${commit} of ${url}`;
  if (code === "ENOENT") return { path, expected, found: "no git", remedy: "install git" };
  const said = stderr.split("\n").find((line) => /^(fatal|error):/.test(line)) ?? `exit code ${code}`;
  const remedy = `make "git fetch ${url} ${commit}" work here, or correct the context`;
  return { path, expected, found: `"${said}"`, remedy };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
