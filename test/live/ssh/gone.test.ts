import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Outcome } from "../support/command.ts";
import { pauseImage as image, importPause } from "../support/pause.ts";
import { Project } from "../support/project.ts";
import { SshHosts } from "../support/ssh-hosts.ts";

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [near, far] = await hosts.start("near", "far");
if (!near || !far) throw new Error("two machines");
await importPause(hosts);

const address = (name: string) => ({ engine: `ssh://${name}` });
const project = new Project({ hosts: { near: address("near"), far: address("far") } });
project.env.PATH = hosts.path;
const containerOf = (host: string) => `${project.stage}-${host}`;
for (const name of ["near", "far"]) {
  const service = { image, container_name: containerOf(name), volumes: ["data:/data"] };
  project.stack(`${name}/web`, {
    name: containerOf(name),
    services: { app: service },
    volumes: { data: {} },
  });
}

/** What a watch said, without the times. */
const watched: string[] = [];
/** Milliseconds from a change on a host until the watch told of it. */
const delays: number[] = [];
let ended: Outcome;

async function saying(line: string): Promise<void> {
  await vi.waitFor(() => expect(watched).toContain(line), { timeout: 30_000, interval: 20 });
}

async function told(line: string, change: Promise<unknown>): Promise<void> {
  await change;
  const begin = performance.now();
  await saying(line);
  delays.push(performance.now() - begin);
}

beforeAll(async () => {
  await project.up();
  const watch = project.start("watch");
  watch.child.stdout?.on("data", (data: Buffer) => {
    for (const line of data.toString().trim().split("\n")) watched.push(line.slice("00:00:00 ".length));
  });
  await saying("watching far, near");
  for (const host of [near, far]) {
    const extra = `${host.name}/web extra volume probe`;
    const label = `com.docker.compose.project=${containerOf(host.name)}`;
    await told(
      `${extra}: not declared (by hand)`,
      host.docker("volume", "create", "--label", label, "probe"),
    );
    await told(`${extra}: right again (was: not declared)`, host.docker("volume", "rm", "probe"));
  }
  await told("near/web app: container stopped (by hand)", near.docker("kill", containerOf("near")));
  await told("near/web app: container removed (by hand)", near.docker("rm", containerOf("near")));
  watch.child.kill("SIGINT");
  ended = await watch.outcome;
  await far.cut();
}, 240_000);

test("watch tells of changes on ssh hosts within three seconds, and of nothing else", () => {
  expect([watched, ended.code, ended.stderr]).toEqual([
    [
      "watching far, near",
      ...["near", "far"].flatMap((host) => [
        `${host}/web extra volume probe: not declared (by hand)`,
        `${host}/web extra volume probe: right again (was: not declared)`,
      ]),
      "near/web app: container stopped (by hand)",
      "near/web app: container removed (by hand)",
    ],
    0,
    "",
  ]);
  expect(delays.sort((one, other) => one - other)[3]).toBeLessThan(3_000);
});

const noRoute = `found "ssh: connect to host ${far.address} port 22: No route to host"`;
const unreachable =
  `smallboat:hosts.far.engine: expected a Docker engine at ssh://far, ${noRoute}; ` +
  'make "ssh far" work, or correct the address';

test("drift reports differences on reachable hosts, names the unreachable ones, and fails", async () => {
  expect(await project.operation("drift")).toEqual({
    code: 1,
    stdout: "near/web app: container removed\n",
    stderr: `${unreachable}\n`,
  });
});

test("status shows the reachable hosts, and names the unreachable ones", async () => {
  const { code, stdout, stderr } = await project.operation("status");
  const lines = stdout.split("\n").filter((line) => /^(far|near|Not well)/.test(line));
  expect({ code, stderr, lines }).toEqual({
    code: 1,
    stderr: `${unreachable}\n`,
    lines: [
      expect.stringMatching(/^far +unreachable$/),
      expect.stringMatching(
        /^near +reachable +\d\S+ +\S+ .B of \S+ .B \(\d+ %\) +\S+ .B of \S+ .B \(\d+ %\)$/,
      ),
      expect.stringMatching(/^far\/web +app +unknown +unknown$/),
      expect.stringMatching(/^near\/web +app +missing +drifted$/),
      "near/web app: container removed",
      "Not well: near/web app is missing. Not known: far did not answer.",
    ],
  });
});

test("down needs every host, and names the remedy if one is gone", async () => {
  expect(await project.operation("down")).toEqual({
    code: 1,
    stdout: "",
    stderr: `${unreachable}; if the machine is gone for good, run: make down FORGET=far\n`,
  });
});

test("only a host that is known and does not answer can be forgotten", async () => {
  const refused =
    "FORGET: expected a host that the state knows (far, near), found fra; leave it out, or correct it\n" +
    "FORGET: expected a host that does not answer, found near, which answers; " +
    'delete stacks/near, then "make up" removes everything on it\n';
  const { code, stderr } = await project.operation("down", { FORGET: "fra,near,far" });
  expect({ code, stderr: stderr.split("\n").sort() }).toEqual({
    code: 1,
    stderr: refused.split("\n").sort(),
  });
});

test("a host that is no longer in the settings cannot be cleared while it does not answer", async () => {
  project.configure({ hosts: { near: address("near") } });
  project.remove("far");
  const { code, stderr } = await project.operation("up");
  expect(code).toBe(1);
  expect(stderr.split("\n").filter((line) => line.startsWith("smallboat:"))).toEqual([
    expect.stringMatching(
      /^smallboat:hosts\.far\.engine: expected the engine of far to answer, because the state records resources on it, found ".*"; restore the host in the settings; if the machine is gone for good, run: make up FORGET=far$/,
    ),
  ]);
});

test("after FORGET the stage continues without the host, and can be destroyed", async () => {
  const up = await project.operation("up", { FORGET: "far" });
  expect(up).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Host far and everything on it is forgotten\.\n/),
  });
  expect(await near.docker("ps", "--format", "{{.Names}}")).toBe(containerOf("near"));
  expect(await project.operation("drift")).toEqual({
    code: 0,
    stdout: `Stage ${project.stage} is as it was recorded.\n`,
    stderr: "",
  });
  expect((await project.operation("down", { PURGE: "1" })).code).toBe(0);
  expect(await near.docker("ps", "--all", "--quiet")).toBe("");
});
