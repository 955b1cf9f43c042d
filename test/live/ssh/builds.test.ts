import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { attempt, docker } from "../support/command.ts";
import { Project } from "../support/project.ts";
import { SshHosts } from "../support/ssh-hosts.ts";

const hosts = new SshHosts();
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) server.close();
  await hosts.stop();
});
const [far] = await hosts.start("far");
if (!far) throw new Error("a machine");

/** What the engine would pull, if it reached a registry: the least image with a shell. */
const small = "registry:3";

/** Ways to one engine, which is not this machine's. It also runs a registry with a copy of an image. */
const certPath = join(hosts.folder, "certificates");
const project = new Project({
  hosts: {
    far: { engine: "ssh://far" },
    open: { engine: `tcp://127.0.0.1:${await listen(createServer(pass))}` },
    safe: { engine: `tcp://127.0.0.1:${await listen(createTlsServer(certificates(), pass))}`, certPath },
  },
  registry: { host: "far", port: 5000, address: "127.0.0.1:5000", tls: "off", copies: [small] },
  generateSecrets: true,
});
const { stage } = project;
project.env.PATH = hosts.path;
project.env.DOCKER_CONFIG = join(project.folder, "docker");
/** The same as a file. */
const saved = join(hosts.folder, "image.tar");
await docker("save", "--output", saved, small);
const load = () => far.docker("load", "--input", saved);
await load();

function pass(socket: Socket): void {
  const onward = dial(far?.file("docker.sock") ?? "");
  for (const end of [socket, onward]) end.on("error", () => end.destroy());
  socket.pipe(onward).pipe(socket);
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** One certificate for both sides, which is its own authority. */
function certificates() {
  mkdirSync(certPath);
  const pem = (name: string) => join(certPath, `${name}.pem`);
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "1",
  ];
  const named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", pem("key"), "-out", pem("ca")];
  execFileSync("openssl", [...made, ...named, ...files], { stdio: "ignore" });
  writeFileSync(pem("cert"), readFileSync(pem("ca")));
  const [ca, key] = [readFileSync(pem("ca")), readFileSync(pem("key"))];
  return { ca, cert: ca, key, requestCert: true };
}

const dockerfile = `FROM ${small}
ARG HOST
COPY page /page
RUN --mount=type=secret,id=token cp /run/secrets/token /token && printf %s "$HOST" >/host
`;
const places = ["far", "open", "safe"] as const;
const image = (host: string) => `${stage}-${host}:1`;
for (const host of places) {
  project.write(`${host}/${host}/Dockerfile`, dockerfile);
  project.write(`${host}/${host}/page`, `${host} one`);
  project.write(`${host}/${host}/token`, `token of ${host}`);
  project.stack(`${host}/${host}`, {
    name: `${stage}-${host}`,
    services: {
      app: {
        image: image(host),
        container_name: `${stage}-${host}`,
        build: { context: ".", secrets: ["token"], network: "none", args: { HOST: "$HOST" } },
        command: ["sleep", "infinity"],
        stop_signal: "SIGKILL",
        network_mode: "none",
      },
    },
    secrets: { token: { file: "./token" } },
  });
}

/** What the container on a host has of its image. */
const content = (host: string) =>
  far.docker("exec", `${stage}-${host}`, "sh", "-c", "cat /page /token /host");
/** Tags of the copy in the registry. */
const copies = () => {
  const folder = "/var/lib/registry/docker/registry/v2/repositories/docker-local/registry/_manifests/tags";
  return far.docker("exec", `smallboat-${stage}-registry`, "ls", folder);
};
const listed = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const onThisMachine = async (reference: string) =>
  (await attempt("docker", ["image", "inspect", reference])).code === 0;

test("a host's own engine builds its images, for any kind of connection", async () => {
  // An older image of that name, as builds by hand leave it.
  await far.docker("tag", small, image("open"));
  await project.up();
  expect(await Promise.all(places.map(content))).toEqual(
    places.map((host) => `${host} onetoken of ${host}${host}`),
  );
  expect(await Promise.all(places.map((host) => onThisMachine(image(host))))).toEqual([false, false, false]);
});

test("the engine of the registry's host pushes the copies", async () => {
  expect(await copies()).toBe("3");
  expect(await onThisMachine(`127.0.0.1:5000/docker-local/${small}`)).toBe(false);
});

test("the builders are gone afterwards", () => {
  const left = ["buildx/instances", "buildx/activity", "contexts/meta", "contexts/tls"];
  const files = left.flatMap((folder) => listed(join(project.folder, "docker", folder)));
  expect(files).toEqual([]);
});

test("nothing changes in a second run, and nothing differs from what was recorded", async () => {
  expect((await project.up()).changes).toEqual([]);
  expect(await project.operation("drift")).toMatchObject({
    code: 0,
    stdout: `Stage ${stage} is as it was recorded.\n`,
  });
});

test("a changed file is served by its host after the next run", async () => {
  for (const host of places) project.write(`${host}/${host}/page`, `${host} two`);
  await project.up();
  expect(await Promise.all(places.map(content))).toEqual(
    places.map((host) => `${host} twotoken of ${host}${host}`),
  );
  expect(await project.operation("drift")).toMatchObject({ code: 0 });
});

test("an image that was not built on its host stops the run with one line", async () => {
  await far.docker("tag", small, image("far"));
  const { code, stdout, stderr } = await project.operation("up");
  const line =
    `far/far/${image("far")}: expected image ${image("far")} on far to be built by its engine from the stack's files, ` +
    `found another image of that name; remove it there ("docker image rm --force ${image("far")}"), then run "make up"`;
  expect({ code, said: `${stdout}${stderr}`.includes(line) }).toEqual({ code: 1, said: true });
  expect(await content("far")).toBe("far twotoken of farfar");

  await far.docker("image", "rm", "--force", image("far"));
  expect((await project.operation("up")).code).toBe(0);
  expect(await content("far")).toBe("far twotoken of farfar");
});

test("the losses of a newly set up machine are reported, and one run restores them", async () => {
  await far.empty();
  await load();
  const preview = await project.pulumi("preview", "--non-interactive");
  expect([preview.code, preview.stdout]).toEqual([
    0,
    expect.stringContaining(
      `volume smallboat-${stage}-registry is gone from far; it is created again and starts empty`,
    ),
  ]);
  const made = preview.stdout.match(/(?<=\+-.*RemoteImage\s+)\S+/g) ?? [];
  expect(made.sort()).toEqual(places.map((host) => `${host}/${host}/${image(host)}`));
  expect((await project.operation("up")).code).toBe(0);
  expect(await Promise.all([...places.map(content), copies()])).toEqual([
    ...places.map((host) => `${host} twotoken of ${host}${host}`),
    "3",
  ]);
  expect((await project.up()).changes).toEqual([]);
});

test("plain Pulumi restores them too, without a refresh", async () => {
  await far.empty();
  await load();
  await project.up();
  expect(await Promise.all([...places.map(content), copies()])).toEqual([
    ...places.map((host) => `${host} twotoken of ${host}${host}`),
    "3",
  ]);
  expect((await project.up()).changes).toEqual([]);
  expect(await project.operation("drift")).toMatchObject({ code: 0 });
});
