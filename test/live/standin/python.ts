import { join } from "node:path";
import { expect } from "vitest";
import { pythonGitLab as client, folderOf } from "../../../dev/toolchain/tests/python-packages.ts";
import { attempt } from "../support/command.ts";
import { prepared } from "../support/machine.ts";
import type { TestGitLab } from "./server.ts";

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
    env: { ...process.env, PYTHONPATH: prepared(folderOf(client)) },
  });
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}
