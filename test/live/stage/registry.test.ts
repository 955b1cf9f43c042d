import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { docker, run } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { Client } from "../support/registry.ts";

const port = await freePort();
const registry = { host: "Local", port };
const page = await freePort();
const project = new Project({ registry, generateSecrets: true });
const address = `127.0.0.1:${port}`;
const image = `${address}/docker-local/boat:${project.stage}`;
const container = `${project.stage}-web-web-1`;
const anonymous = new Client(project, "anonymous");
const member = new Client(project, "member");
let password: string;

beforeAll(async () => {
  await project.up();
  password = (await project.outputs()).registry.password;
  await anonymous.image(image);
});

test("a push without a login is refused", async () => {
  const { code, stderr } = await anonymous.call("push", image);
  expect([code, stderr]).toEqual([1, "no basic auth credentials\n"]);
});

test("a wrong password is refused", async () => {
  const { code, stderr } = await anonymous.login(address, "repouser", "wrong");
  expect([code, stderr]).toEqual([
    1,
    `Error response from daemon: login attempt to http://${address}/v2/ failed with status: 401 Unauthorized\n`,
  ]);
});

test("with AFCRED an image is pushed, and pulled again", async () => {
  expect((await member.login(address, "repouser", password)).code).toBe(0);
  expect((await member.call("push", image)).code).toBe(0);
  await member.call("image", "rm", image);
  expect((await member.call("pull", "--quiet", image)).stdout).toBe(`${image}\n`);
});

test("a pull without a login is refused", async () => {
  const { code, stderr } = await anonymous.call("pull", image);
  expect([code, stderr]).toEqual([1, expect.stringContaining("no basic auth credentials")]);
});

test("a stack runs an image of the registry, which its host pulls with the stage's login", async () => {
  const copy = `${address}/docker-local/nginx:${project.stage}`;
  for (const step of [
    ["tag", "nginx:1.26", copy],
    ["push", copy],
    ["image", "rm", copy],
  ])
    await member.call(...step);
  project.stack("Local/web", {
    name: `${project.stage}-web`,
    services: { web: { image: "$REGISTRY/nginx:$STAGE", ports: [`127.0.0.1:${page}:80`] } },
  });
  await project.up();
  const ports = [`127.0.0.1:${page}->80/tcp`];
  expect((await project.outputs()).stacks).toEqual({
    "Local/web": { web: { container, image: copy, ports } },
  });
});

/** Does something while the page of the stack is asked for, 20 times a second. @returns the answers; the container's id */
async function asked<Result>(work: () => Promise<Result>) {
  const id = () => docker("inspect", "--format={{.Id}}", container);
  const before = await id();
  const answers: Promise<number | string>[] = [];
  const ask = async () => (await fetch(`http://127.0.0.1:${page}/`)).status;
  const loop = setInterval(() => answers.push(ask().catch((error) => `lost: ${error}`)), 50);
  const result = await work().finally(() => clearInterval(loop));
  const isSame = (await id()) === before;
  expect(answers.length).toBeGreaterThan(20);
  return { result, answers: [...new Set(await Promise.all(answers))], isSame };
}

const server = ["create-replacement", "delete-replaced", "replace"].map(
  (step) => `${step} Container registry/registry`,
);

test("another password replaces the server and no application; no request is lost", async () => {
  project.setSecret("AFCRED", "another password of the registry");
  const { result, answers, isSame } = await asked(() => project.up());
  expect(result.changes.filter((change) => !change.includes(" default_"))).toEqual(
    [...server, "delete Command AFCRED", "delete GeneratedSecret AFCRED", "update docker Local"].sort(),
  );
  expect([answers, isSame]).toEqual([[200], true]);
  expect((await member.login(address, "repouser", "another password of the registry")).code).toBe(0);
});

/** The id of the container's image. */
const runs = () => docker("inspect", "--format={{.Image}}", container);
/** Gives the stack's tag to another image. @returns its digest */
async function pushAnother(): Promise<string> {
  // The engine keeps its own name of the registry's image.
  const copy = `localhost:${port}/docker-local/nginx:${project.stage}`;
  await member.login(`localhost:${port}`, "repouser", "another password of the registry");
  const other = join(project.folder, "other");
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, "Dockerfile"), `FROM nginx:1.26\nLABEL of=${randomBytes(4).toString("hex")}\n`);
  await member.call("build", "--quiet", "--tag", copy, other);
  const { stdout } = await member.call("push", copy);
  await member.call("image", "rm", copy);
  return /digest: (sha256:\w+)/.exec(stdout)?.[1] ?? "";
}

/** Commits the stacks, so that releases have the commit of their files. */
async function commit(): Promise<void> {
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Jo", "-c", "user.email=jo@example.com", ...args], { cwd: project.folder });
  await git("init", "--quiet");
  await git("add", "--force", "stacks");
  await git("commit", "--quiet", "--message", "stacks");
}

test("a locked stage writes its lock, which replaces nothing", async () => {
  await commit();
  await member.login(address, "repouser", "another password of the registry");
  project.configure({ locked: true });
  const before = await docker("inspect", "--format={{.Id}}", container);
  const first = await project.operation("up");
  expect([first.code, first.stdout], first.stderr).toEqual([
    0,
    expect.stringContaining(`locks/${project.stage}.yaml names what runs now: commit it.`),
  ]);
  const lock = readFileSync(join(project.folder, `locks/${project.stage}.yaml`), "utf8");
  const names = await docker("image", "inspect", '--format={{join .RepoDigests " "}}', await runs());
  const digest = names
    .split(" ")
    .find((name) => name.startsWith(address))
    ?.split("@")[1];
  expect(lock).toContain(`nginx:${project.stage}:\n        digest: ${digest}\n`);
  expect(await docker("inspect", "--format={{.Id}}", container)).toBe(before);
});

test("a moved tag changes nothing in a locked stage, and is reported", async () => {
  const before = await runs();
  await pushAnother();
  const again = await project.operation("up");
  expect([again.code, again.stdout, await runs()], again.stderr).toEqual([
    0,
    expect.stringMatching(/^Nothing to do\.$/m),
    before,
  ]);
  const { code, stdout } = await project.operation("drift");
  expect([code, stdout]).toEqual([2, expect.stringContaining("has another image in its registry")]);
  expect(stdout).toContain('or in a locked stage "make deploy STACK=<host>/<stack>"');
});

test("make deploy takes the tag's present image, and changes nothing else", async () => {
  const refused = await project.operation("deploy", { STACK: "Local/wbe" });
  expect([refused.code, refused.stderr.trim()]).toEqual([
    1,
    `STACK: expected a stack of stage ${project.stage} as <host>/<stack>: Local/web, found Local/wbe; write STACK=Local/web`,
  ]);
  const before = await runs();
  const deployed = await project.operation("deploy", { STACK: "Local/web" });
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  expect(await runs()).not.toBe(before);
  const lock = readFileSync(join(project.folder, `locks/${project.stage}.yaml`), "utf8");
  const digest = /digest: (sha256:\w+)/.exec(lock)?.[1];
  expect(await docker("inspect", "--format={{.Config.Image}}", container)).toBe(
    `${address}/docker-local/nginx:${project.stage}@${digest}`,
  );
  expect((await project.outputs()).stacks["Local/web"]?.web?.image).toBe(
    `${address}/docker-local/nginx:${project.stage}`,
  );
  const { code, stdout } = await project.operation("preview");
  expect([code, stdout]).toEqual([0, expect.stringContaining("nothing to change")]);
  expect((await project.operation("drift")).code).toBe(0);
});

test("an image that its registry lacks is not deployed: lock and containers stay", async () => {
  const file = join(project.folder, `locks/${project.stage}.yaml`);
  const [lock, before] = [readFileSync(file, "utf8"), await runs()];
  const { code, stderr } = await project.operation("deploy", { STACK: "Local/web", IMAGE: "web=gone" });
  const shown = `${address}/docker-local/nginx:${project.stage}`;
  expect([code, stderr.trim()]).toEqual([
    1,
    `stacks/Local/web: expected image ${address}/docker-local/nginx:gone in its registry, found no such image there; push it, or name another tag; ${shown} runs on`,
  ]);
  expect([readFileSync(file, "utf8"), await runs()]).toEqual([lock, before]);
});

test("a rollback runs the digest of its release, and leaves the lock", async () => {
  const file = join(project.folder, `locks/${project.stage}.yaml`);
  const [lock, deployed] = [readFileSync(file, "utf8"), await runs()];
  const rollback = () => project.operation("rollback", { STACK: "Local/web" });
  const { code, stdout, stderr } = await rollback();
  expect(code, stdout + stderr).toBe(0);
  const before = await docker("inspect", "--format={{.Config.Image}}", container);
  const [repository = "", digest = ""] = before.replace(`:${project.stage}@`, "@").split("@");
  expect([await runs(), readFileSync(file, "utf8")]).toEqual([expect.not.stringMatching(deployed), lock]);
  await project.operation("release-hold", { STACK: "Local/web", OFF: "1" });
  expect((await project.operation("up")).code).toBe(0);
  expect(await runs()).toBe(deployed);
  // Neither the host nor the registry has it any more.
  await docker("image", "rm", `${repository}@${digest}`);
  const revision = `repositories/docker-local/nginx/_manifests/revisions/sha256/${digest.split(":")[1]}`;
  const server = `smallboat-${project.stage}-registry`;
  await docker("exec", server, "rm", "-r", `/var/lib/registry/docker/registry/v2/${revision}`);
  await docker("restart", server);
  await expect.poll(() => fetch(`http://${address}/v2/`).catch(() => undefined)).toBeDefined();
  const refused = await rollback();
  expect([refused.code, refused.stderr, await runs()]).toEqual([
    1,
    `release 3 of Local/web: expected image ${repository}@${digest} on host Local or in its registry, found it nowhere, and no stack that runs it; ` +
      "nothing was changed: push it again, or choose another release with TO=<number>\n",
    deployed,
  ]);
});

test("if the registry does not come back, everything else keeps running", async () => {
  project.setSecret("AFCRED", "a third password of the registry");
  project.configure({ registry: { ...registry, image: "nginx:1.26", ready: "8s" } });
  const { result, answers, isSame } = await asked(() => project.operation("up"));
  expect([result.code, answers, isSame]).toEqual([1, [200], true]);
  expect((await member.login(address, "repouser", "another password of the registry")).code).toBe(0);
});
