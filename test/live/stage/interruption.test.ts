import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { docker, dockerLines, until } from "../support/command.ts";
import { Project } from "../support/project.ts";

const stacks = ["one", "two", "three"];
const project = new Project();
const { stage } = project;
for (const name of stacks) {
  project.stack(`Local/${name}`, {
    name: `${stage}-${name}`,
    services: {
      web: { image: "nginx:1.26", volumes: ["data:/data"], stop_grace_period: "2s" },
      // Takes a while to get well, so that a run can be met in the middle of a container's creation.
      slow: {
        image: "nginx:1.26",
        healthcheck: { test: "test -e /tmp/well || { touch /tmp/well; false; }", interval: "1s", retries: 9 },
        stop_grace_period: "2s",
      },
      last: {
        image: "nginx:1.26",
        depends_on: { slow: { condition: "service_healthy" } },
        stop_grace_period: "2s",
      },
    },
    volumes: { data: {} },
  });
}
const containers = stacks
  .flatMap((name) => ["last", "slow", "web"].map((each) => `${stage}-${name}-${each}-1`))
  .sort();

function ofStage(kind: "container" | "network" | "volume"): Promise<string[]> {
  const options = kind === "container" ? ["--all", "--format={{.Names}}"] : ["--format={{.Name}}"];
  return dockerLines(kind, "ls", ...options, `--filter=label=smallboat.stage=${stage}`);
}

function lockIsHeld(): boolean {
  const locks = join(project.state, ".pulumi/locks/organization/smallboat", stage);
  return existsSync(locks) && readdirSync(locks).length > 0;
}

/** Kills an operation and all of its processes as soon as something is so. */
async function killWhen(operation: string, reached: () => Promise<boolean>): Promise<void> {
  const running = project.start(operation);
  await until(reached, running);
  process.kill(-(running.child.pid as number), "SIGKILL");
  await running.outcome;
}

const moments = {
  "at the lock": async () => lockIsHeld(),
  "at the first network": async () => (await ofStage("network")).length > 0,
  "at the first container": async () => (await ofStage("container")).length > 0,
  "half-way": async () => (await ofStage("container")).length >= containers.length / 2,
};

test("runs that are killed at any moment leave a stage that the next run completes", async () => {
  for (const reached of Object.values(moments)) await killWhen("up", reached);
  const { code, stdout } = await project.operation("up");
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining("was killed: its lock is removed, and this run goes on."),
  ]);
  expect(await ofStage("container")).toEqual(containers);
  expect(await ofStage("network")).toEqual(stacks.map((name) => `${stage}-${name}_default`).sort());
  expect(await ofStage("volume")).toEqual(stacks.map((name) => `${stage}-${name}_data`).sort());
  const states = await docker("inspect", "--format={{.State.Status}}", ...containers);
  expect(states.split("\n")).toEqual(containers.map(() => "running"));
});

test("afterwards nothing is left to do", async () => {
  expect((await project.up()).changes).toEqual([]);
  expect((await project.operation("drift")).code).toBe(0);
});

test("a run that was killed while it destroyed is completed by the next", async () => {
  await killWhen("down", async () => (await ofStage("container")).length < containers.length);
  expect((await project.operation("down")).code).toBe(0);
  expect(await Promise.all([ofStage("container"), ofStage("network")])).toEqual([[], []]);
});

test("a run that was killed while it created leaves nothing once the stage is destroyed", async () => {
  await killWhen("up", moments["half-way"]);
  expect((await project.operation("down", { PURGE: "1" })).code).toBe(0);
  expect(await Promise.all([ofStage("container"), ofStage("network"), ofStage("volume")])).toEqual([
    [],
    [],
    [],
  ]);
});
