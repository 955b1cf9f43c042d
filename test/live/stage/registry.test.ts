import { beforeAll, expect, test } from "vitest";
import { docker } from "../support/command.ts";
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

test("nobody pushes without a login", async () => {
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

test("nobody pulls without a login", async () => {
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
  await project.setSecret("AFCRED", "another password of the registry");
  const { result, answers, isSame } = await asked(() => project.up());
  expect(result.changes.filter((change) => !change.includes(" default_"))).toEqual(
    [...server, "delete Command AFCRED", "delete GeneratedSecret AFCRED", "update docker Local"].sort(),
  );
  expect([answers, isSame]).toEqual([[200], true]);
  expect((await member.login(address, "repouser", "another password of the registry")).code).toBe(0);
});

test("if the registry does not come back, everything else keeps running", async () => {
  await project.setSecret("AFCRED", "a third password of the registry");
  project.configure({ registry: { ...registry, image: "nginx:1.26", ready: "8s" } });
  const { result, answers, isSame } = await asked(() => project.operation("up"));
  expect([result.code, answers, isSame]).toEqual([1, [200], true]);
  expect((await member.login(address, "repouser", "another password of the registry")).code).toBe(0);
});
