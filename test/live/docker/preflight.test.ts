import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { EngineClaims } from "../../../lib/docker/claims.ts";
import { connect } from "../../../lib/docker/client.ts";
import { type PreflightTarget, preflight, takenPorts } from "../../../lib/docker/preflight.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { freePort } from "../support/names.ts";
import { answerOf, container, docker, randomName, socket } from "./docker.ts";

vi.setConfig({ testTimeout: 60_000 });

const owner = { stage: "dev" };

async function check(claims: EngineClaims): Promise<string[]> {
  const target = { where: "smallboat:hosts.Local.engine", owner, claims };
  return checked([{ address: socket, targets: [target] }]);
}

/** What is said of engines that are looked at now. */
async function checked(engines: readonly { address: string; targets: readonly PreflightTarget[] }[]) {
  const looks = engines.map(async ({ address, targets }) => ({
    engine: connect(address),
    answer: await answerOf(address),
    targets,
  }));
  return (await preflight(await Promise.all(looks))).map(problemLine);
}

function claim(name: string, port: number): EngineClaims {
  return {
    containers: [{ name, where: "compose.yaml:1" }],
    ports: [{ ip: "127.0.0.1", published: port, target: 80, protocol: "tcp", where: "compose.yaml:2" }],
  };
}

test("a port that two stacks claim is not reported by the check of free ports", async () => {
  const one = claim(randomName(), await freePort());
  expect(await check({ containers: [], ports: [...one.ports, ...one.ports, ...one.ports] })).toEqual([]);
});

async function publish(name: string, ...options: string[]): Promise<number> {
  await container("run", name, "--publish=127.0.0.1::5000", ...options);
  return Number((await docker("port", name, "5000/tcp")).split(":").at(-1));
}

test("a container of ours that publishes its own port is no problem", async () => {
  const name = randomName();
  const port = await publish(name, "--label=smallboat.stage=dev");
  expect(await check(claim(name, port))).toEqual([]);
});

test("somebody else's container is reported for its name and for its port", async () => {
  const name = randomName();
  const port = await publish(name, "--label=com.docker.compose.project=shop");
  expect(await check(claim(name, port))).toEqual([
    `compose.yaml:1: expected the container name "${name}" to be free, found a container of the compose ` +
      'project "shop"; run "docker compose -p shop down" or choose another container_name',
    `compose.yaml:2: expected port 127.0.0.1:${port}/tcp to be free, found it published by container "${name}" ` +
      'of the compose project "shop"; run "docker compose -p shop down" or choose another port',
  ]);
});

test("an engine that is too old for a key, or lacks a runtime, is reported with its own version and runtimes", async () => {
  const api = JSON.parse(await docker("version", "--format={{json .Server.APIVersion}}"));
  const need = (version: string) => ({ key: "services.a.x", api: version, where: "compose.yaml:3" });
  const runtime = (name: string) => ({ key: "services.a.runtime", runtime: name, where: "compose.yaml:4" });
  const needs = [need("1.9"), need(api), need("1.999"), runtime("runc"), runtime("nvidai")];
  const target = { where: "", owner, claims: { containers: [], ports: [] }, needs };
  expect(await checked([{ address: socket, targets: [target] }])).toEqual([
    `compose.yaml:3: expected an engine with API 1.999 or newer for services.a.x, found API ${api}; ` +
      "update Docker on that host, or remove the key",
    expect.stringMatching(
      /^compose\.yaml:4: expected services\.a\.runtime as one that its engine has \(.*runc.*\), found "nvidai"; /,
    ),
  ]);
});

test("a port that a process uses is reported with the process, only on this machine's engine", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const bound = process.platform === "linux" ? `node (pid ${process.pid})` : "another process";
  expect(await check(claim(randomName(), port))).toEqual([
    `compose.yaml:2: expected port 127.0.0.1:${port}/tcp to be free, found it bound by ${bound}; ` +
      "stop that process or choose another port",
  ]);
});

test("the user of a port on which a container could not start: a container, a process, one of another machine", async () => {
  const [{ ports: claimed }] = [claim(randomName(), await publish(randomName()))];
  const theirs = (await takenPorts(connect(socket), claimed, owner)).map(problemLine);
  expect(theirs).toEqual([
    expect.stringMatching(/found it published by container "\S+" of image "registry:3"/),
  ]);

  // An engine that is reached by tcp counts as that of another machine.
  const way = createServer((near) => {
    const far = dial("/var/run/docker.sock");
    for (const end of [near, far]) end.on("error", () => end.destroy());
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(way, "listening");
  onTestFinished(() => void way.close());
  const { port } = way.address() as AddressInfo;
  const { ports } = claim(randomName(), port);
  const free = `compose.yaml:2: expected port 127.0.0.1:${port}/tcp to be free, found it bound by `;
  const said = async (address: string) => (await takenPorts(connect(address), ports, owner)).map(problemLine);
  expect(await said(socket)).toEqual([
    expect.stringContaining(`${free}${process.platform === "linux" ? "node" : "another process"}`),
  ]);
  expect(await said(`tcp://127.0.0.1:${port}`)).toEqual([
    `${free}another process of its machine; stop that process, which "ss -lnp 'sport = :${port}'" shows there, or ` +
      "choose another port",
  ]);
});

test("every unreachable engine is reported once, with all its hosts, and with the problems of the others", async () => {
  const name = randomName();
  await container("create", name);
  const target = (host: string, claims: EngineClaims) => ({ where: `hosts.${host}.engine`, owner, claims });
  const engines = [
    {
      address: "unix:///nonexistent.sock",
      targets: [target("a", claim("a", 1)), target("c", claim("c", 1))],
    },
    { address: socket, targets: [target("b", { ...claim(name, 1), ports: [] })] },
    { address: "tcp://127.0.0.1:1", targets: [target("d", claim("d", 1))] },
    { address: "docker.sock", targets: [target("e", claim("e", 1))] },
    { address: "unix:///unused.sock", targets: [] },
  ];
  expect(await checked(engines)).toEqual([
    'hosts.a.engine, hosts.c.engine: expected a Docker engine at unix:///nonexistent.sock, found "connect ENOENT ' +
      '/nonexistent.sock"; start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
    `compose.yaml:1: expected the container name "${name}" to be free, found a container of image "registry:3" ` +
      `that smallboat did not create; run "docker rm -f ${name}" or choose another container_name`,
    'hosts.d.engine: expected a Docker engine at tcp://127.0.0.1:1, found "connect ECONNREFUSED 127.0.0.1:1"; ' +
      "start Docker there, open its port, or correct the address",
    'hosts.e.engine: expected a Docker engine at docker.sock, found "an address that is not unix:///path, ' +
      'tcp://host:port or ssh://[user@]host[:port][/socket]"; write it as unix:///path, tcp://host:port or ' +
      "ssh://[user@]host[:port][/socket]",
  ]);
});
