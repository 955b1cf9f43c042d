import { expect, test, vi } from "vitest";
import { stoppedContainers } from "../../../cli/up/stopped-containers.ts";
import { container, docker, randomName, socket } from "./docker.ts";

vi.setConfig({ testTimeout: 60_000 });

const host = { urn: "urn:pulumi:dev::boat::smallboat:index:Host::Local", type: "smallboat:index:Host" };
const provider = {
  urn: "urn:pulumi:dev::boat::pulumi:providers:docker::Local",
  type: "pulumi:providers:docker",
  parent: host.urn,
  inputs: { host: socket },
};

/** What a run says at its end of a container that the state knows. */
async function said(id: string, name: string, inputs: object = { mustRun: true }): Promise<string[][]> {
  const type = "docker:index/container:Container";
  const resource = {
    urn: `urn:pulumi:dev::boat::${type}::Local/shop/web`,
    type,
    id,
    provider: `${provider.urn}::1`,
    inputs: { name, ...inputs },
  };
  const problems = await stoppedContainers({ resources: [host, provider, resource], pending_operations: [] });
  return problems.map(({ path, expected, found, remedy }) => [path, expected, found, remedy]);
}

/** A container that has ended, with 0 or 1. */
async function ended(name: string, program: "true" | "false"): Promise<string> {
  const id = await container("create", name, `--entrypoint=${program}`);
  await docker("start", "--attach", name).catch(() => {});
  return id;
}

const path = "Local/shop/web";

test("a container that runs, or has ended well without a restart policy, is in order", async () => {
  const [runs, waits, job] = [randomName(), randomName(), randomName()];
  const running = await container("run", runs);
  await docker("pause", runs);
  expect([
    await said(running, runs),
    await said(await ended(waits, "true"), waits),
    await said(await ended(job, "false"), job, { mustRun: false }),
  ]).toEqual([[], [], []]);
  await docker("unpause", runs);
});

test("a container that does not run is named", async () => {
  const [created, failed, stopped] = [randomName(), randomName(), randomName()];
  const never = await container("create", created);
  const kept = await container("run", stopped, "--restart=always");
  await docker("kill", stopped);
  const expected = (name: string) => `container ${name} to run`;
  const see = (name: string) => `see why with: docker logs ${name}`;
  expect([
    await said(never, created),
    await said(await ended(failed, "false"), failed),
    await said(kept, stopped),
    await said("0".repeat(64), "gone"),
  ]).toEqual([
    [
      [
        path,
        expected(created),
        "it created and not started",
        "make room on the engine's disk if that is full, then run this again",
      ],
    ],
    [[path, expected(failed), "exit code 1", see(failed)]],
    [[path, expected(stopped), "exit code 137", see(stopped)]],
    [[path, expected("gone"), "none", "run this again"]],
  ]);
});
