import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { beforeAll, expect, test, vi } from "vitest";
import { pull } from "../../../dev/toolchain/images/engine.ts";
import type { Activity } from "../../../dev/toolchain/setup/step.ts";
import { connectRegistry, type RegistryClient, RegistryError } from "../../../lib/docker/registry-client.ts";
import { copyImage } from "../../../lib/docker/registry-copy.ts";
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
    ...["--env", "REGISTRY_STORAGE_DELETE_ENABLED=true"],
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

test("pushes and pulls without a login or with a wrong password are refused", async () => {
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

test("an image is copied with its digest, within a registry and to another one", async () => {
  const other = await start("--publish", "127.0.0.1::5000", "registry:3");
  await healthy(other, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
  const own = connectRegistry({ address: registry, login: { user: "repouser", password } });
  const target = connectRegistry({ address: await address(other, 5000) });
  const large = `${registry}/team/web:dev.0.0.2`;
  await docker("tag", "nginx:1.26", large);
  atEnd(() => docker("rmi", large));
  await docker("--config", config, "push", large);
  const digest = (await own.digest("team/web", "dev.0.0.2")) ?? "";
  const from = { client: own, repository: "team/web" };

  await copyImage(from, digest, { client: own, repository: "team/mirror" }, "prod.0.0.2");
  await copyImage(from, digest, { client: target, repository: "shop/web" }, "prod.0.0.2");
  const read = async (client: RegistryClient, repository: string, reference: string) =>
    (await client.manifest(repository, reference))?.bytes.toString();
  const original = await read(own, "team/web", "dev.0.0.2");
  expect(original).toContain('"layers"');
  expect([
    await read(own, "team/mirror", "prod.0.0.2"),
    await read(target, "shop/web", "prod.0.0.2"),
  ]).toEqual([original, original]);
  expect(await target.repositories()).toEqual(["shop/web"]);

  const pulled = `${target.address}/shop/web:prod.0.0.2`;
  await docker("pull", pulled);
  atEnd(() => docker("rmi", pulled));
  expect(await docker("inspect", "--format={{.Id}}", pulled)).toBe(
    await docker("inspect", "--format={{.Id}}", "nginx:1.26"),
  );

  // One that dies half-way through a layer.
  await using dying = await dyingProxy(target.address, 1_000_000);
  const lost = {
    client: connectRegistry({ address: dying.address, isPlain: true }),
    repository: "shop/late",
  };
  await expect(copyImage(from, digest, lost, "1")).rejects.toThrow(RegistryError);
  expect(await target.tags("shop/late")).toBeUndefined();
  await expect(copyImage(from, `sha256:${"0".repeat(64)}`, lost, "1")).rejects.toThrow(
    `${registry}/team/web no longer has sha256:0000`,
  );
});

test("a removed manifest takes its tags along", async () => {
  const own = connectRegistry({ address: registry, login: { user: "repouser", password } });
  const digest = (await own.digest("team/mirror", "prod.0.0.2")) ?? "";
  await own.removeManifest("team/mirror", digest);
  expect([await own.digest("team/mirror", "prod.0.0.2"), await own.digest("team/web", "dev.0.0.2")]).toEqual([
    undefined,
    digest,
  ]);
});

test("a wrong password has the registry's own words", async () => {
  const other = connectRegistry({ address: registry, login: { user: "repouser", password: "wrong" } });
  await expect(other.tags("team/web")).rejects.toMatchObject({
    status: 401,
    message: "authentication required",
  });
});

/** Passes on to a registry, and ends a connection once it has brought so many bytes. */
async function dyingProxy(to: string, bytes: number): Promise<{ address: string } & AsyncDisposable> {
  const [host = "", port] = to.split(":");
  const server = createServer((client) => {
    const registry = connect(Number(port), host);
    let seen = 0;
    client.on("data", (chunk) => {
      seen += chunk.length;
      if (seen > bytes) client.destroy();
      else registry.write(chunk);
    });
    registry.pipe(client);
    for (const socket of [client, registry])
      socket
        .on("error", () => {})
        .on("close", () => [client, registry].forEach((each) => void each.destroy()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

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
