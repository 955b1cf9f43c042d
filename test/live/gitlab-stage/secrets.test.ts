import { beforeAll, expect, test, vi } from "vitest";
import { docker, dockerLines, type Outcome } from "../support/command.ts";
import { CommandLines } from "../support/command-lines.ts";
import { standinOf } from "../support/gitlab.ts";
import { freePort, randomName } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { contents, found } from "../support/secrets.ts";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const registryPort = await freePort();
const project = new Project({
  registry: { host: "Local", port: registryPort },
  pypi: { host: "Local", port: await freePort() },
  generateSecrets: true,
  gitlab: { standin: true, host: "Local", port: await freePort() },
  projects: { chat: { kind: "container-app", variables: { EXTRA: { secret: "EXTRA" } } } },
  runners: { one: { host: "Local", tags: ["shared", "containers"] } },
});
const { stage } = project;
const extra = randomName() + randomName();
const [before, after] = [randomName() + randomName(), randomName() + randomName()];
const outcomes: Outcome[] = [];
let commandLines: string;
let secrets: Record<string, string>;

/** What the registry says to a login. */
async function login(password: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`repouser:${password}`).toString("base64")}`;
  return (await fetch(`http://127.0.0.1:${registryPort}/v2/`, { headers: { authorization } })).status;
}

beforeAll(async () => {
  project.setSecret("EXTRA", extra);
  project.setSecret("AFCRED", before);
  const watched = new CommandLines();
  outcomes.push(await project.operation("up"));
  project.setSecret("AFCRED", after);
  // Pulumi's own output has the order of the steps.
  outcomes.push(await project.operation("preview"), await project.operation("up", { VERBOSE: "1" }));
  outcomes.push(await project.operation("drift"));
  commandLines = await watched.stop();
  const config = await docker(
    "exec",
    `smallboat-${stage}-runner-one`,
    "cat",
    "/etc/gitlab-runner/config.toml",
  );
  secrets = {
    GITLAB_TOKEN: (await standinOf(project)).token,
    EXTRA: extra,
    before,
    after,
    runner: /glrt-[\w.-]+/.exec(config)?.[0] ?? "",
    passphrase: project.passphrase,
  };
});

test("one changed setting rotates a password on the server and in the variables", async () => {
  expect(outcomes.map(({ code }) => code)).toEqual([0, 2, 0, 0]);
  expect(outcomes[1]?.stdout).toMatch(/gitlab chat +variable AFCRED +update +value changed/);
  expect([await login(before), await login(after)]).toEqual([401, 200]);
  const steps = outcomes[2]?.stdout ?? "";
  const server = steps.search(/docker:index:Container registry\/registry created replacement/);
  const variable = steps.search(/gitlab:index:ProjectVariable chat\/AFCRED updating/);
  // The server takes the new one before a job can have it.
  expect([server > 0, variable > server]).toEqual([true, true]);
});

test("the secrets are real, and the search would find them", () => {
  expect(secrets.runner).toMatch(/^glrt-.{16,}/);
  expect(found(secrets, Object.values(secrets).join(" "))).toEqual(Object.keys(secrets));
});

test("no secret is in the output of commands, in the project's folder, or in arguments of a process", () => {
  expect(outcomes.map(({ stdout, stderr }) => found(secrets, stdout + stderr))).toEqual([[], [], [], []]);
  expect(found(secrets, contents(project.folder))).toEqual([]);
  expect(commandLines).toContain("pulumi");
  expect(found(secrets, commandLines)).toEqual([]);
});

test("no secret is in the engine's answers about containers, or in their logs", async () => {
  const containers = await dockerLines("ps", "--all", "--quiet", `--filter=label=smallboat.stage=${stage}`);
  expect(containers.length).toBe(4);
  expect(found(secrets, await docker("inspect", ...containers))).toEqual([]);
  const logs = await Promise.all(containers.map((each) => docker("logs", each)));
  expect(found(secrets, logs.join("\n"))).toEqual([]);
});

test("only the runner's user may read the file with its token", async () => {
  const mode = await docker(
    "exec",
    `smallboat-${stage}-runner-one`,
    "stat",
    "-c",
    "%a",
    "/etc/gitlab-runner/config.toml",
  );
  expect(mode).toBe("600");
});
