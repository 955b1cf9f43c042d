/**
 * Faults of hosts over ssh, and many runs in a row that must find nothing to do. It takes several minutes, so `make test`
 * leaves it out: `npx vitest run test/faults`.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../live/support/command.ts";
import { pauseImage as image, importPause } from "../live/support/pause.ts";
import { Project } from "../live/support/project.ts";
import { SshHosts } from "../live/support/ssh-hosts.ts";

const hosts = new SshHosts({ disks: { small: "48m,nr_inodes=20000" } });
afterAll(() => hosts.stop());
const [small, near, far] = await hosts.start("small", "near", "far");
if (!small || !near || !far) throw new Error("three machines");
await importPause(hosts);

const project = new Project({
  hosts: Object.fromEntries([small, near, far].map(({ name }) => [name, { engine: `ssh://${name}` }])),
});
project.env.PATH = hosts.path;

function declare(host: string, label: string): void {
  const service = { image, stop_grace_period: "1s", labels: { label } };
  const names = Array.from({ length: 5 }, (_, index) => `s${index + 1}`);
  project.stack(`${host}/app`, {
    name: `${project.stage}-${host}`,
    networks: { default: { ipam: { config: [{ subnet: "198.18.7.0/24" }] } } },
    services: {
      ...Object.fromEntries(names.map((name) => [name, service])),
      data: { ...service, volumes: ["data:/data"] },
    },
    volumes: { data: {} },
  });
}

type Host = typeof near;

async function running(host: Host): Promise<string[]> {
  return (await host.docker("ps", "--all", "--format", "{{.Names}} {{.State}}"))
    .split("\n")
    .filter(Boolean)
    .sort();
}

function wanted(host: Host): string[] {
  const services = [...Array.from({ length: 5 }, (_, index) => `s${index + 1}`), "data"];
  return services.map((name) => `${project.stage}-${host.name}-${name}-1 running`).sort();
}

function volumeFile(host: Host): string {
  return host.file(`data/volumes/${project.stage}-${host.name}_data/_data/note`);
}

beforeAll(async () => {
  for (const { name } of [small, near, far]) declare(name, "first");
  await project.up();
  for (const host of [small, near, far]) writeFileSync(volumeFile(host), `data of ${host.name}\n`);
}, 240_000);

async function expectComplete(host: Host): Promise<void> {
  expect(await running(host)).toEqual(wanted(host));
  expect(readFileSync(volumeFile(host), "utf8")).toBe(`data of ${host.name}\n`);
}

test("sixty unchanged previews and runs in a row find nothing to do", async () => {
  const found: unknown[] = [];
  for (let round = 1; round <= 60; round++) {
    const { code, stdout } = await project.pulumi("preview", "--expect-no-changes");
    if (code !== 0) found.push([round, stdout]);
    const { changes } = await project.up();
    if (changes.length > 0) found.push([round, changes]);
  }
  expect(found).toEqual([]);
}, 3_600_000);

/** Takes the next of what a disk has left. */
const takers = {
  block: (folder: string) => appendFileSync(join(folder, "blocks"), Buffer.alloc(4096)),
  inode: (folder: string, count: number) => writeFileSync(join(folder, String(count)), ""),
};

/** Fills the disk of a folder, and again whenever something gets free. @returns what ends that */
function fillDisk(folder: string, take: (typeof takers)["inode"]): () => void {
  mkdirSync(folder);
  let count = 0;
  const fill = () => {
    try {
      for (;;) take(folder, count++);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
  };
  fill();
  const timer = setInterval(fill, 5);
  return () => {
    clearInterval(timer);
    rmSync(folder, { recursive: true });
  };
}

test.each([
  ["block", "second"],
  ["inode", "third"],
] as const)(
  "a full disk on a host, to its last %s",
  async (kind, label) => {
    const free = fillDisk(small.file("data/filler"), takers[kind]);
    for (const { name } of [small, near]) declare(name, label);
    const { code } = await project.operation("up").finally(free);
    expect(code).toBe(1);
    const next = await project.operation("up");
    expect([next.code, next.code === 0 ? "" : `${next.stdout}${next.stderr}`]).toEqual([0, ""]);
    await Promise.all([small, near, far].map(expectComplete));
    expect((await project.up()).changes).toEqual([]);
  },
  600_000,
);

test("an sshd that stands still in the middle of a run", async () => {
  for (const { name } of [small, near]) declare(name, "fourth");
  const up = project.start("up", { VERBOSE: "1" });
  let log = "";
  up.child.stdout?.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  await until(async () => /Container near\/.* (creat|delet)/.test(log), up);
  await near.signalSshd("SIGSTOP");
  await sleep(20_000);
  await near.signalSshd("SIGCONT");
  await up.outcome;
  const next = await project.operation("up");
  expect([next.code, next.code === 0 ? "" : `${next.stdout}${next.stderr}`]).toEqual([0, ""]);
  await Promise.all([small, near, far].map(expectComplete));
  expect((await project.up()).changes).toEqual([]);
}, 600_000);
