import { randomBytes } from "node:crypto";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { gitLabOfTest, type TestGitLab } from "../standin/server.ts";
import { attempt, type Outcome, run } from "../support/command.ts";
import { requireTools } from "../support/machine.ts";
import { importIds, makeByHand } from "./by-hand.ts";

vi.setConfig({ testTimeout: 120_000 });

const dependencies = resolve(import.meta.dirname, "../../../node_modules");

const resources = [
  { type: "gitlab:index/project:Project", name: "app", id: importIds.app },
  { type: "gitlab:index/projectVariable:ProjectVariable", name: "password", id: importIds.password },
  { type: "gitlab:index/branchProtection:BranchProtection", name: "main", id: importIds.main },
  { type: "gitlab:index/pipelineSchedule:PipelineSchedule", name: "nightly", id: importIds.nightly },
];

/** A new Pulumi project of one file, which is empty, and the CLI in it. All goes with the test. */
async function emptyProject(gitlab: TestGitLab) {
  const cwd = await mkdtemp(join(tmpdir(), "smallboat-import-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const { PULUMI_STACK: _, PULUMI_CONFIG_PASSPHRASE_FILE: __, ...prepared } = process.env;
  const env = {
    ...prepared,
    PULUMI_BACKEND_URL: pathToFileURL(cwd).href,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("hex"),
    GITLAB_BASE_URL: gitlab.url,
    GITLAB_TOKEN: gitlab.rootToken,
  };
  const write = (name: string, content: string) => writeFile(join(cwd, name), content);
  const runtime = { name: "nodejs", options: { typescript: false } };
  await write("Pulumi.yaml", JSON.stringify({ name: "imported", runtime, main: "index.ts" }));
  await write("package.json", JSON.stringify({ type: "module" }));
  await write("index.ts", "");
  await symlink(dependencies, join(cwd, "node_modules"));
  await run("pulumi", ["stack", "init", "test"], { cwd, env });
  const pulumi = (...args: string[]): Promise<Outcome> => attempt("pulumi", args, { cwd, env });
  return { write, pulumi };
}

test("the printed program of an import has nothing to change", async () => {
  requireTools();
  const gitlab = await gitLabOfTest();
  await makeByHand(gitlab);
  const { write, pulumi } = await emptyProject(gitlab);
  await write("resources.json", JSON.stringify({ resources }));

  const { code, stdout, stderr } = await pulumi("import", "--file", "resources.json", "--yes");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toContain("warning");
  const printed = stdout.slice(stdout.indexOf("import * as"));
  expect(printed).toMatch(beginning);
  expect(printed.slice(printed.indexOf("const password")).trimEnd()).toBe(rest);

  await write("index.ts", printed);
  const preview = await pulumi("preview", "--expect-no-changes");
  expect(preview).toMatchObject({ code: 0, stdout: expect.stringContaining("    5 unchanged\n") });
});

const beginning =
  /^import \* as pulumi .+\nimport \* as gitlab .+\n\nconst app = new gitlab.Project\("app", \{\n/;
const rest = `const password = new gitlab.ProjectVariable("password", {
    key: "TWINE_PASSWORD",
    masked: true,
    project: "root/app",
    value: pulumi.secret("correct-horse"),
}, {
    protect: true,
});
const main = new gitlab.BranchProtection("main", {
    allowedToMerges: [{
        accessLevel: "developer",
    }],
    allowedToPushes: [{
        accessLevel: "no one",
    }],
    branch: "main",
    mergeAccessLevel: "developer",
    project: "root/app",
    pushAccessLevel: "no one",
}, {
    protect: true,
});
const nightly = new gitlab.PipelineSchedule("nightly", {
    cron: "0 4 * * *",
    description: "Every night",
    project: "root/app",
    ref: "refs/heads/main",
}, {
    protect: true,
});`;
