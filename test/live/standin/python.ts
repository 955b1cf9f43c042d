import { existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { cacheDir } from "../../../toolchain/setup/places.ts";
import { attempt, run } from "../support/command.ts";
import type { TestGitLab } from "./server.ts";

const version = "8.6.0";

/** PyPI's python-gitlab, kept for every checkout of this user. @returns the folder that Python finds it in */
async function installedClient(): Promise<string> {
  const folder = join(cacheDir, "test", `python-gitlab-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(`${folder}.`);
  await run("python3", ["-m", "pip", "install", "--quiet", "--target", made, `python-gitlab==${version}`]);
  renameSync(made, folder);
  return folder;
}

const prelude = `
import json, sys, gitlab
gl = gitlab.Gitlab(url=sys.argv[1], private_token=open(sys.argv[2]).read().strip(), retry_transient_errors=False)
facts = {}
def code(work):
    try:
        work()
        return "no error"
    except gitlab.exceptions.GitlabError as error:
        return [type(error).__name__, error.response_code, error.error_message]
`;

/**
 * Runs a Python program against a stand-in: \`gl\` is the client, \`code(lambda: ...)\` gives class, status and
 * message of the error a call raises. @returns what the program put into \`facts\`
 */
export async function pythonGitLab(
  gitlab: Pick<TestGitLab, "url" | "folder">,
  program: string,
): Promise<Record<string, unknown>> {
  const script = `${prelude}\n${program}\nprint(json.dumps(facts))\n`;
  const args = ["-W", "error::UserWarning", "-c", script, gitlab.url, join(gitlab.folder, "..", "token")];
  const outcome = await attempt("python3", args, {
    env: { ...process.env, PYTHONPATH: await installedClient() },
  });
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}
