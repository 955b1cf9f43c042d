import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { attempt, docker } from "../support/command.ts";
import { Project } from "../support/project.ts";

const project = new Project({ policy: { maxReplacements: 0, rules: { replacements: "warn" } } });
const container = `${project.stage}-web`;
const secret = "a-value-of-the-environment";

function declare(greeting: string): void {
  project.stack("Local/web", {
    services: {
      web: {
        ...{ image: "nginx:1.26", container_name: container, stop_signal: "SIGKILL" },
        environment: { GREETING: greeting, PASSWORD: secret },
      },
    },
  });
}

/** The greeting that the container has; empty where there is none. */
async function greeting(): Promise<string> {
  const { stdout } = await attempt("docker", ["inspect", "--format", "{{json .Config.Env}}", container]);
  return /GREETING=(\w+)/.exec(stdout)?.[1] ?? "";
}

const file = "plans/web.plan";
const save = (env: NodeJS.ProcessEnv = {}) => project.operation("preview", { SAVE: file, ...env });
const apply = () => project.operation("up", { PLAN: file });
const refusal = (found: string) =>
  `${file}: expected no change since the preview, found ${found}; nothing was changed: preview again, and look at the result`;

beforeAll(async () => {
  declare("hello");
  await project.up();
});

test("a saved plan is carried out once", async () => {
  declare("welcome");
  const saved = await save();
  expect([0, 2]).toContain(saved.code);
  const text = readFileSync(join(project.folder, file), "utf8");
  for (const hidden of [secret, "welcome", project.passphrase]) expect(text).not.toContain(hidden);
  const applied = await apply();
  expect([applied.code, await greeting()], applied.stderr).toEqual([0, "welcome"]);
  expect(applied.stdout).toContain(`Stage ${project.stage} is up.`);
  const again = await apply();
  expect([again.code, again.stderr]).toEqual([
    10,
    expect.stringContaining(refusal("another state of container Local/web/web")),
  ]);
});

test("a plan is refused if somebody removed a container that it replaces", async () => {
  declare("good");
  const { stdout } = await save({ DETAIL: "1" });
  // Pulumi's own words, and the rule that it does not know.
  expect(stdout).toMatch(/docker:index:Container.* replace/);
  expect(stdout).toContain(`expected at most 0 replaced containers, found 1 (${container})`);
  await docker("rm", "--force", container);
  const { code, stderr } = await apply();
  expect([code, stderr.trim(), await greeting()]).toEqual([
    10,
    expect.stringContaining("found other values in the plan to replace container Local/web/web;"),
    "",
  ]);
});

test("a plan is refused if the state, a file or the settings changed in between", async () => {
  declare("better");
  await save();
  await project.up();
  declare("best");
  project.configure({ values: { REGION: "eu" } });
  const { code, stderr } = await apply();
  expect([code, stderr.trim().split("\n").sort()]).toEqual([
    10,
    expect.arrayContaining([
      refusal(`another text of Pulumi.${project.stage}.yaml`),
      refusal("another text of stacks/Local/web/compose.yaml"),
      refusal("another state of container Local/web/web"),
    ]),
  ]);
  expect(await greeting()).toBe("better");
});

test("a file that is no plan of this stage changes nothing", async () => {
  const path = join(project.folder, file);
  writeFileSync(path, readFileSync(path, "utf8").replace(/"sealed":"..../, '"sealed":"AAAA'));
  const damaged = await apply();
  expect([damaged.code, damaged.stderr]).toEqual([1, expect.stringContaining("found a damaged one")]);
  const missing = await project.operation("up", { PLAN: "nowhere.plan" });
  expect([missing.code, missing.stderr, existsSync(join(project.folder, "nowhere.plan"))]).toEqual([
    1,
    expect.stringContaining("nowhere.plan: expected a plan that make preview saved, found no such file"),
    false,
  ]);
});
