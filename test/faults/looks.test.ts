/** Many looks at a stage that nobody touched. `make test` leaves it out, for it takes minutes: `npx vitest run test/faults/looks`. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { handStack, importHandImages } from "../live/support/by-hand/index.ts";
import { freePort } from "../live/support/names.ts";
import { Project } from "../live/support/project.ts";
import { findingLines, lookAt } from "../live/support/report.ts";
import { SshHosts } from "../live/support/ssh-hosts.ts";

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 600_000 });

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [boat] = await hosts.start("boat");
if (!boat) throw new Error("a machine");
const [registryPort, pypiPort] = [await freePort(), await freePort()];
const server = (port: number) => ({ host: "Local", port, address: `127.0.0.1:${port}` });
const project = new Project({
  hosts: { Local: { engine: "unix:///var/run/docker.sock" }, boat: { engine: "ssh://boat" } },
  registry: server(registryPort),
  pypi: server(pypiPort),
  generateSecrets: true,
  gitlab: { standin: true, host: "Local", port: await freePort() },
  projects: { chat: { kind: "container-app", variables: { MODE: "test" } } },
  runners: { shared: { host: "Local", tags: ["shared", "containers"] } },
});
project.env.PATH = hosts.path;

beforeAll(async () => {
  await importHandImages(hosts);
  project.stack("boat/hand", handStack());
  const { code, stdout, stderr } = await project.operation("up");
  expect([code, stderr, code && stdout]).toEqual([0, "", 0]);
});

test("a hundred looks find nothing", async () => {
  const found: string[] = [];
  for (let round = 1; round <= 100; round++) {
    const { code, report, stderr } = await lookAt(project);
    if (code !== 0) found.push(`${round}: ${code} ${stderr}`, ...findingLines(report.findings));
  }
  expect(found).toEqual([]);
});
