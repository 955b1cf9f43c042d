import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { connectRegistry } from "../../../lib/docker/registry-client.ts";
import { docker, run } from "../support/command.ts";
import { freePorts } from "../support/names.ts";
import { importLabelled } from "../support/pause.ts";
import { engine, Project } from "../support/project.ts";
import { Client } from "../support/registry.ts";

const [devPort, prodPort] = (await freePorts(2)) as [number, number];
const hosts = { Local: { engine } };
const project = new Project({ hosts, registry: { host: "Local", port: devPort }, generateSecrets: true });
const dev = project.stage;
/** A second stage of the same files, with a registry of its own. */
const prod = `${dev}-prod`;
const lockPath = join(project.folder, `locks/${prod}.yaml`);
const client = new Client(project, "ci");
const image = (stage: string) =>
  `127.0.0.1:${stage === prod ? prodPort : devPort}/docker-local/boat:${stage}.0.0.2`;

function configureProd(promote: object): void {
  const settings = { hosts, registry: { host: "Local", port: prodPort }, generateSecrets: true };
  const config = Object.entries({ ...settings, locked: true, promote });
  const named = Object.fromEntries(config.map(([name, value]) => [`smallboat:${name}`, value]));
  const file = join(project.folder, `Pulumi.${prod}.yaml`);
  const salt = existsSync(file) ? /^encryptionsalt: .*$/m.exec(readFileSync(file, "utf8"))?.[0] : undefined;
  writeFileSync(file, `${stringify({ config: named })}${salt ?? ""}\n`);
}

/** Runs a command on a stage. @returns its exit code and all that it printed */
async function command(name: string, stage: string, env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await project.operation(name, { STAGE: stage, CONFIRM: stage, ...env });
  return { code, said: stdout + stderr };
}

async function up(stage: string): Promise<string> {
  const { code, said } = await command("up", stage);
  expect(code, said).toBe(0);
  return said;
}

const promote = (env: NodeJS.ProcessEnv = {}) => command("promote", dev, { FROM: dev, TO: prod, ...env });

const registries = new Map<string, ReturnType<typeof connected>>();

/** The registry of a stage, as its user. */
function registryOf(stage: string): ReturnType<typeof connected> {
  const registry = registries.get(stage) ?? connected(stage);
  registries.set(stage, registry);
  return registry;
}

async function connected(stage: string) {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stage];
  const { registry } = JSON.parse(await run("pulumi", args, { cwd: project.folder, env: project.env }));
  const { address, user, password } = registry;
  return { client: connectRegistry({ address, login: { user, password }, isPlain: true }), password };
}

/** Makes an image with the labels that a pipeline sets, and pushes it as dev's 0.0.2: a stand-in for a build of CI. */
async function build(commit: string): Promise<void> {
  const { password } = await registryOf(dev);
  const copy = image(dev).replace("127.0.0.1", "localhost");
  await client.login(`localhost:${devPort}`, "repouser", password);
  await importLabelled(project.folder, copy, {
    "org.opencontainers.image.revision": commit,
    "org.opencontainers.image.source": "https://gitlab.example.com/team/boat",
  });
  expect((await client.call("push", copy)).code).toBe(0);
  await client.call("image", "rm", copy);
}

const runs = (stage: string) => docker("inspect", "--format={{.Image}} {{.Id}}", `${stage}-web`);
const imageOf = async (stage: string) => (await runs(stage)).split(" ")[0];

/** The manifests of 0.0.2 in both registries. */
async function manifests() {
  const read = async (stage: string) =>
    (await registryOf(stage)).client.manifest("docker-local/boat", `${stage}.0.0.2`);
  const [of, to] = await Promise.all([read(dev), read(prod)]);
  return { of, to };
}

beforeAll(async () => {
  configureProd({});
  await Promise.all([up(dev), up(prod)]);
  await build("c1");
  const web = { image: "$REGISTRY/boat:$STAGE.0.0.2", container_name: "$STAGE-web", network_mode: "none" };
  project.write("Local/web/compose.yaml", stringify({ name: "$STAGE-web", services: { web } }));
  await run("git", ["init", "--quiet"], { cwd: project.folder });
  await run("git", ["add", "--force", "stacks"], { cwd: project.folder });
  const author = ["-c", "user.name=Jo", "-c", "user.email=jo@example.com"];
  await run("git", [...author, "commit", "--quiet", "--message", "first"], { cwd: project.folder });
  await up(dev);
});

test("what has not run long enough is refused in a line, and the other stage stays as it is", async () => {
  const lock = readFileSync(lockPath, "utf8");
  const { code, said } = await promote();
  expect([code, said.trim()]).toEqual([
    1,
    expect.stringMatching(
      new RegExp(
        `^stacks/Local/web web: expected a container that has run for 10m \\(smallboat:promote\\.after of ${prod}\\), found one that started \\d+s ago; repeat make promote in \\d+m$`,
      ),
    ),
  ]);
  expect((await manifests()).to).toBeUndefined();
  expect(readFileSync(lockPath, "utf8")).toBe(lock);
});

test("an image is promoted byte for byte, and the other stage runs its digest", async () => {
  configureProd({ after: "1s" });
  const { code, said } = await promote();
  expect(code, said).toBe(0);
  const { of, to } = await manifests();
  expect(to).toEqual(of);
  expect(readFileSync(lockPath, "utf8")).toContain(`      ${image(prod)}:
        digest: ${of?.digest}
        source:
          project: https://gitlab.example.com/team/boat
          commit: c1
`);
  await up(prod);
  expect(await imageOf(prod)).toBe(await imageOf(dev));
  expect(await docker("inspect", "--format={{.Config.Image}}", `${prod}-web`)).toBe(
    `${image(prod)}@${of?.digest}`,
  );
});

test("a second build under the same tag changes nothing in the other stage, and is reported", async () => {
  const before = await runs(prod);
  await build("c2");
  const outdated = await command("outdated", dev);
  expect([outdated.code, outdated.said]).toEqual([2, expect.stringContaining(`boat:${dev}.0.0.2`)]);
  await up(prod);
  expect(await runs(prod)).toBe(before);
});

test("a held stack is left alone, and the lock of a promotion on purpose lifts the hold", async () => {
  const stack = { STACK: "Local/web" };
  expect((await command("release-hold", prod, stack)).code).toBe(0);
  await up(dev);
  const lock = readFileSync(lockPath, "utf8");
  const { code, said } = await promote();
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(
      /^Local\/web is held at release \d+ of \S+ \(by .*\): it is left alone\. To promote it/,
    ),
  ]);
  expect(readFileSync(lockPath, "utf8")).toBe(lock);
  const lifted = await promote({ ...stack, LIFT: "1" });
  expect(lifted.code, lifted.said).toBe(0);
  expect(await up(prod)).toContain("Local/web is no longer held: a newer release was promoted.");
  expect(await imageOf(prod)).toBe(await imageOf(dev));
});
