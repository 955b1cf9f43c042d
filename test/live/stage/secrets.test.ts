import { beforeAll, expect, test } from "vitest";
import { docker, dockerLines, type Outcome } from "../support/command.ts";
import { CommandLines } from "../support/command-lines.ts";
import { freePort, randomName } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { contents, found } from "../support/secrets.ts";

const port = await freePort();
const settings = {
  registry: { host: "Local", port, tls: "self-signed" },
  pypi: { host: "Local", port: await freePort() },
  generateSecrets: true,
  policy: { rules: { "plain-secrets": "warn" } },
};
const project = new Project(settings, `/etc/docker/certs.d/127.0.0.1:${port}`);
const { stage } = project;
const given = randomName() + randomName();
const plain = randomName() + randomName();
const outcomes: Outcome[] = [];
let secrets: Record<string, string>;
let commandLines: string;

project.stack("Local/web", {
  name: `${stage}-web`,
  services: {
    web: { build: ".", image: `${stage}-web:1`, environment: { TOKEN: "$TOKEN", API_KEY: plain } },
  },
});
project.write("Local/web/Dockerfile", "FROM nginx:1.26\nRUN true\n");

beforeAll(async () => {
  project.setSecret("TOKEN", given);
  const watched = new CommandLines();
  outcomes.push(await project.operation("up"));
  outcomes.push(await project.operation("preview"));
  await docker("stop", `${stage}-web-web-1`);
  outcomes.push(await project.operation("drift"));
  outcomes.push(await project.operation("up"));
  outcomes.push(await project.pulumi("stack", "output", "--json"));
  commandLines = await watched.stop();
  secrets = await everySecret();
});

async function everySecret(): Promise<Record<string, string>> {
  const { registry, pypi } = await project.outputs();
  const key = await docker("exec", `smallboat-${stage}-registry`, "cat", "/etc/distribution/tls.key");
  return {
    AFCRED: registry.password,
    TWINE_PASSWORD: pypi.password,
    passphrase: project.passphrase,
    TOKEN: given,
    key: key.split("\n")[3] ?? "",
  };
}

test("the secrets are real, and the search would find them", () => {
  expect(found(secrets, Object.values(secrets).join(" "))).toEqual([
    "AFCRED",
    "TWINE_PASSWORD",
    "passphrase",
    "TOKEN",
    "key",
  ]);
  expect(secrets.key).toMatch(/^[\w+/]{64}$/);
  for (const secret of Object.values(secrets)) {
    const encoded = Buffer.from(`pypiuser:${secret}:`).toString("base64");
    expect(found({ secret }, encoded)).toEqual(["secret"]);
  }
});

test("no secret is in the output of commands", () => {
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 2, 0, 0]);
  expect(outcomes.map(({ stdout, stderr }) => found(secrets, stdout + stderr))).toEqual(
    outcomes.map(() => []),
  );
});

test("a secret in a compose file causes a warning without its value, and the run goes on", () => {
  const warning =
    "stacks/Local/web/compose.yaml:13:7: expected secrets from smallboat:secrets only, found API_KEY in plain " +
    "text; move it to smallboat:secrets, and write its name as a variable [policy plain-secrets: warn]";
  const said = outcomes.map(({ stdout, stderr }) => stdout + stderr);
  expect(said.map((text) => [text.includes(warning), text.includes(plain)])).toEqual(
    [true, true, false, true, false].map((isWarned) => [isWarned, false]),
  );
});

test("no secret is in the project's folder: settings, state, its backups and history", () => {
  const text = contents(project.folder);
  expect(text).toContain("encryptionsalt");
  expect(found(secrets, text)).toEqual([]);
});

test("no secret is in the arguments of a process", () => {
  expect(commandLines).toContain("pulumi");
  expect(found(secrets, commandLines)).toEqual([]);
});

test("no secret is in the engine's answers about containers, except what a compose file itself sets", async () => {
  const containers = await dockerLines("ps", "--all", "--quiet", `--filter=label=smallboat.stage=${stage}`);
  const text = await docker("inspect", ...containers);
  expect(containers.length).toBe(4);
  expect(found(secrets, text)).toEqual(["TOKEN"]);
  expect(found(secrets, text.replaceAll(`"TOKEN=${given}"`, ""))).toEqual([]);
});

test("no secret is in the history of an image", async () => {
  const images = [`${stage}-web:1`, "registry:3", "pypiserver/pypiserver:v2.4.1"];
  const histories = images.map((image) => docker("history", "--no-trunc", image));
  expect(found(secrets, (await Promise.all(histories)).join("\n"))).toEqual([]);
});
