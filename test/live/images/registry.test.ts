import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect as connectSocket, createServer } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { hash } from "bcryptjs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { lookAtRegistry, removeManifests } from "../../../cli/registry-clean/clean.ts";
import { collectGarbage, garbageIn } from "../../../cli/registry-clean/garbage.ts";
import { type OwnRegistry, storedInOwn } from "../../../cli/registry-clean/stored.ts";
import { storedElsewhere } from "../../../cli/registry-clean/stored-elsewhere.ts";
import { pull } from "../../../dev/toolchain/images/engine.ts";
import type { Activity } from "../../../dev/toolchain/setup/step.ts";
import { mapAtMost } from "../../../lib/async/index.ts";
import { connect } from "../../../lib/docker/client.ts";
import { connectRegistry, type RegistryClient, RegistryError } from "../../../lib/docker/registry-client.ts";
import { copyImage } from "../../../lib/docker/registry-copy.ts";
import { type Needs, namedIn, needsOf, selectUnneeded } from "../../../lib/retention/index.ts";
import { healthy } from "../support/healthy.ts";
import { freePort } from "../support/names.ts";
import { address, atEnd, docker, folder, randomName, start, stop } from "./container.ts";

vi.setConfig({ testTimeout: 60_000 });

const quiet: Activity = { say: () => {}, note: () => {}, run: () => Promise.resolve() };
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
  expect(await pull(image, quiet)).toEqual({
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
    const registry = connectSocket(Number(port), host);
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

describe("a registry of 200 manifests", () => {
  const repository = "docker-local/app";
  const sha = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const oci = "application/vnd.oci.image";
  let own: OwnRegistry;
  let pushed: Record<string, string>;
  let needs: Needs;
  const kept = () => [...needed, "dev.0.0.189", "latest"].map((tag) => pushed[tag] ?? "").sort();
  const needed = [
    "dev.0.0.3",
    "dev.0.0.4",
    "dev.0.0.9",
    "prod.0.0.1",
    "multi.1",
    "multi.1-amd64",
    "multi.1-arm64",
  ];

  async function blob(content: Buffer) {
    const digest = sha(content);
    await own.client.putBlob(repository, digest, { content: Readable.from(content), size: content.length });
    return { digest, size: content.length };
  }

  async function manifest(name: string, mediaType: string, content: object, isTagged = true) {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...content }));
    const digest = sha(bytes);
    await own.client.putManifest(repository, isTagged ? name : digest, { mediaType, digest, bytes });
    pushed[name] = digest;
    return { mediaType, digest, size: bytes.length };
  }

  let config: { digest: string; size: number };
  async function image(name: string, isTagged = true) {
    const layer = { mediaType: `${oci}.layer.v1.tar`, ...(await blob(randomBytes(20_000))) };
    const content = { config: { mediaType: `${oci}.config.v1+json`, ...config }, layers: [layer] };
    return manifest(name, `${oci}.manifest.v1+json`, content, isTagged);
  }

  const stored = () => storedInOwn(own, new Map());
  const digests = async () => (await stored()).map(({ digest }) => digest).sort();
  const size = async () =>
    Number((await docker("exec", own.container, "du", "-sk", "/var/lib/registry")).split("\t")[0]);
  const rules = { days: 30, builds: 1 };

  beforeAll(async () => {
    const port = await freePort();
    const name = await start(
      ...["--publish", `127.0.0.1:${port}:5000`, "--restart", "unless-stopped"],
      ...["--env", "REGISTRY_STORAGE_DELETE_ENABLED=true", "registry:3"],
    );
    await healthy(name, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
    const client = connectRegistry({ address: `127.0.0.1:${port}` });
    own = { client, engine: connect("unix:///var/run/docker.sock"), container: name };
    pushed = {};
    config = await blob(Buffer.from(JSON.stringify({ os: "linux", architecture: "amd64" })));
    const numbered = Array.from({ length: 190 }, (_, build) => `dev.0.0.${build}`);
    await mapAtMost(8, [...numbered, "prod.0.0.1", "prod.0.0.2", "latest"], (tag) => image(tag));
    for (const tag of ["multi.1", "multi.2"]) {
      const manifests = [await image(`${tag}-amd64`, false), await image(`${tag}-arm64`, false)];
      await manifest(tag, `${oci}.index.v1+json`, { manifests });
    }
    // Nothing names what this tag named before.
    await image("latest");
    const folder = `/var/lib/registry/docker/registry/v2/repositories/${repository}/_manifests`;
    const touch = (date: string, ...folders: string[]) =>
      docker("exec", name, "find", ...folders, "-name", "link", "-exec", "touch", "-d", date, "{}", "+");
    await touch("2026-01-05 00:00", folder);
    await touch("2026-01-06 00:00", ...["prod.0.0.1", "multi.1"].map((tag) => `${folder}/tags/${tag}`));
    // CI has just built this one.
    await image("dev.0.0.189");
    const release = (tag: string) => ({
      reference: `10.0.0.60:5000/${repository}:${tag}`,
      digest: pushed[tag],
    });
    needs = needsOf([
      ...["dev.0.0.3", "dev.0.0.4", "prod.0.0.1"].map(release),
      ...[
        { reference: `${client.address}/${repository}:dev.0.0.9` },
        { reference: `r:1/${repository}:multi.1` },
      ],
    ]);
  });

  test("is cleaned down to what is needed, in two runs that are killed and one that is not", async () => {
    const before = await size();
    const all = await stored();
    const { unneeded } = selectUnneeded(all, needs, rules, Date.now());
    const listed = unneeded.map(({ digest }) => digest);
    expect([...listed, ...kept()].sort()).toEqual(await digests());
    expect(all.length).toBeGreaterThanOrEqual(200);
    // A program of its own, to be killed: deletes what the list has.
    const first = program(`await removeManifests(own.client, ${JSON.stringify(unneeded)});`);
    const tags = async () => (await own.client.tags(repository))?.length;
    await expect.poll(tags, { interval: 20, timeout: 20_000 }).toBeLessThan(180);
    await first.kill();
    const left = await digests();
    expect(left.filter((digest) => !kept().includes(digest)).length).toBeGreaterThan(0);
    expect(kept().filter((digest) => !left.includes(digest))).toEqual([]);

    const found = await lookAtRegistry(
      { client: own.client, own, prefix: "docker-local", rules },
      needs,
      new Map(),
    );
    expect(found.garbage).toBeGreaterThan(10);
    await removeManifests(own.client, found.unneeded);
    const second = program(`await collectGarbage(own, ${JSON.stringify(repository)});`);
    await expect
      .poll(() => own.client.takesPushes(repository).catch(() => true), { interval: 50, timeout: 30_000 })
      .toBe(false);
    await second.kill();
    // As after a restart of the machine: nobody has to repair anything.
    await docker("restart", "--time", "2", own.container);
    await expect
      .poll(() => own.client.takesPushes(repository).catch(() => false), { timeout: 20_000 })
      .toBe(true);

    await collectGarbage(own, repository);
    expect(await own.client.takesPushes(repository)).toBe(true);
    expect([await digests(), await garbageIn(own)]).toEqual([kept(), 0]);
    expect(await size()).toBeLessThan(before / 4);
  });

  test("every image that stays can be pulled, and one that went can be pushed again", async () => {
    for (const digest of kept()) {
      const found = await own.client.manifest(repository, digest);
      expect(found?.digest).toBe(digest);
      for (const layer of Object.keys(namedIn(found?.bytes.toString() ?? "").blobs))
        expect(sha(await buffer((await own.client.blob(repository, layer)).content))).toBe(layer);
    }
    const again = await image("dev.0.0.1");
    expect(await own.client.digest(repository, "dev.0.0.1")).toBe(again.digest);

    // By the API alone: only what has a tag, with the time of its build.
    config = await blob(Buffer.from(JSON.stringify({ os: "linux", created: "2026-02-03T00:00:00Z" })));
    await image("dev.0.0.0");
    const tagged = (await storedElsewhere(own.client, "docker-local")).map(({ tags, pushed }) => [
      tags.join(),
      pushed,
    ]);
    const ageless = [...needed.slice(0, 5), "dev.0.0.189", "latest", "dev.0.0.1"];
    expect(tagged.sort()).toEqual(
      [...ageless.map((tag) => [tag, undefined]), ["dev.0.0.0", Date.parse("2026-02-03")]].sort(),
    );
    expect(await storedElsewhere(own.client, "docker")).toEqual([]);
  });

  /** Runs a part of the command in a process of its own. */
  function program(statement: string): { kill(): Promise<void> } {
    const at = (path: string) => JSON.stringify(join(import.meta.dirname, "../../..", path));
    const text = [
      `import { connect } from ${at("lib/docker/client.ts")};`,
      `import { connectRegistry } from ${at("lib/docker/registry-client.ts")};`,
      `import { removeManifests } from ${at("cli/registry-clean/clean.ts")};`,
      `import { collectGarbage } from ${at("cli/registry-clean/garbage.ts")};`,
      `const client = connectRegistry({ address: ${JSON.stringify(own.client.address)} });`,
      `const own = { client, engine: connect("unix:///var/run/docker.sock"), container: ${JSON.stringify(own.container)} };`,
      statement,
    ].join("\n");
    const child = spawn(process.execPath, ["--input-type=module", "--eval", text], { stdio: "inherit" });
    const ended = once(child, "close");
    return {
      async kill() {
        child.kill("SIGKILL");
        await ended;
      },
    };
  }
});

test("it stops at once", async () => {
  expect((await stop(container)).seconds).toBeLessThan(5);
});

test("a registry that refuses the connection, and one that never answers, are reported in words", async () => {
  const mute = createServer(() => {}).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = mute.address() as AddressInfo;
  const refused = await pull("127.0.0.1:1/absent:1", quiet);
  expect(refused).toEqual({ reason: expect.stringContaining("connection refused"), answered: false });
  expect(await pull(`127.0.0.1:${port}/absent:1`, quiet, 1)).toEqual({
    reason: "no answer within 1 s",
    answered: false,
  });
  mute.close();
});
