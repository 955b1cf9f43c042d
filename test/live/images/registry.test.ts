import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { beforeAll, expect, test, vi } from "vitest";
import { pull } from "../../../dev/toolchain/images/engine.ts";
import type { Activity } from "../../../dev/toolchain/setup/step.ts";
import { address, atEnd, docker, folder, healthy, randomName, start, stop } from "./container.ts";

vi.setConfig({ testTimeout: 60_000 });

const silent: Activity = { say: () => {}, note: () => {}, run: () => Promise.resolve() };
const password = randomName();
let registry: string;
let image: string;
let config: string;
let container: string;

beforeAll(async () => {
  const files = await folder();
  await writeFile(join(files, "htpasswd"), `repouser:${await hash(password, 10)}\n`);
  const auth = { HTPASSWD_REALM: "registry", HTPASSWD_PATH: "/auth/htpasswd" };
  container = await start(
    ...["--publish", "127.0.0.1::5000", "--volume", `${files}:/auth:ro`, "--env", "REGISTRY_AUTH=htpasswd"],
    ...Object.entries(auth).flatMap(([name, value]) => ["--env", `REGISTRY_AUTH_${name}=${value}`]),
    "registry:3",
  );
  await healthy(container, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
  registry = await address(container, 5000);
  config = await folder();
  image = `${registry}/docker-local/${randomName()}:1`;
  const empty = join(config, "empty.tar");
  await writeFile(empty, Buffer.alloc(10240));
  await docker("import", empty, image);
  atEnd(() => docker("rmi", image));
});

async function login(secret: string): Promise<number> {
  const args = ["--config", config, "login", "--username", "repouser", "--password-stdin", registry];
  const child = spawn("docker", args, { stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.end(secret);
  const [code] = await once(child, "close");
  return code as number;
}

test("nobody pushes or pulls without a login, and a wrong password is refused", async () => {
  expect((await fetch(`http://${registry}/v2/`)).status).toBe(401);
  expect(await login("wrong")).toBe(1);
  await expect(docker("--config", config, "push", image)).rejects.toThrow("no basic auth credentials");
  expect(await pull(image, silent)).toEqual({
    reason: expect.stringContaining("no basic auth"),
    answered: true,
  });
});

test("with the login a pushed image can be pulled again, by its digest too", async () => {
  expect(await login(password)).toBe(0);
  await docker("--config", config, "push", image);
  const digest = await docker("inspect", "--format", "{{index .RepoDigests 0}}", image);
  await docker("rmi", image);
  await docker("--config", config, "pull", image);
  expect(await docker("inspect", "--format", "{{index .RepoDigests 0}}", image)).toBe(digest);
});

test("it stops at once", async () => {
  expect((await stop(container)).seconds).toBeLessThan(5);
});

test("a registry that refuses the connection, and one that never answers, are reported in words", async () => {
  const mute = createServer(() => {}).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = mute.address() as AddressInfo;
  const refused = await pull("127.0.0.1:1/absent:1", silent);
  expect(refused).toEqual({ reason: expect.stringContaining("connection refused"), answered: false });
  expect(await pull(`127.0.0.1:${port}/absent:1`, silent, 1)).toEqual({
    reason: "no answer within 1 s",
    answered: false,
  });
  mute.close();
});
