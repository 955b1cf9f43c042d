import { beforeAll, expect, test } from "vitest";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { Client } from "../support/registry.ts";

const port = await freePort();
const project = new Project({ registry: { host: "Local", port }, generateSecrets: true });
const address = `127.0.0.1:${port}`;
const image = `${address}/docker-local/boat:${project.stage}`;
const anonymous = new Client(project, "anonymous");
const member = new Client(project, "member");
let password: string;

beforeAll(async () => {
  const { outputs } = await project.up();
  password = outputs.registry?.value.password;
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
    services: { web: { image: "$REGISTRY/nginx:$STAGE" } },
  });
  const { outputs } = await project.up();
  const container = `${project.stage}-web-web-1`;
  expect(outputs.stacks?.value).toEqual({ "Local/web": { web: { container, image: copy, ports: [] } } });
});
