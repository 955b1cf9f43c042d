import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attempt, docker, type Running, until } from "../support/command.ts";
import { namesOfStage } from "../support/engine.ts";
import { Project } from "../support/project.ts";

const stacks = ["one", "two", "three"];
const project = new Project();
const { stage } = project;
for (const name of stacks) writeStack(name);

function writeStack(name: string, environment: Readonly<Record<string, string>> = {}): void {
  project.stack(`Local/${name}`, {
    name: `${stage}-${name}`,
    services: {
      web: { image: "nginx:1.26", volumes: ["data:/data"], stop_grace_period: "2s" },
      // Takes a while to get well, so that a run can be met in the middle of a container's creation.
      slow: {
        image: "nginx:1.26",
        environment,
        healthcheck: { test: ["CMD", "true"], interval: "3s", timeout: "90s" },
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

const ofStage = (kind: "container" | "network" | "volume") => namesOfStage(stage, kind);

const lockFolder = join(project.state, ".pulumi/locks/organization/smallboat", stage);

function lockIsHeld(): boolean {
  return existsSync(lockFolder) && readdirSync(lockFolder).length > 0;
}

/** Kills an operation that holds the lock, and all of its processes, as soon as something is so. */
async function killWhen(operation: string, reached: () => Promise<boolean>): Promise<void> {
  const running = project.start(operation);
  await until(async () => (await reached()) && lockIsHeld(), running);
  process.kill(-(running.child.pid as number), "SIGKILL");
  await running.outcome;
}

/** Whether processes can be put into a namespace of their own here. */
const canUnshare = (await attempt("unshare", unsharing("true"))).code === 0;

function unsharing(...command: string[]): string[] {
  return ["--pid", "--fork", "--mount-proc", ...command];
}

/** What other operations say while a run lives: it is held up, so that it lives as long as they take. */
async function duringRun(run: Running) {
  process.kill(-(run.child.pid as number), "SIGSTOP");
  const locks = readdirSync(lockFolder);
  const options = { cwd: project.folder, env: project.env };
  const command = [process.execPath, join(import.meta.dirname, "../../../cli/up.ts")];
  const unseen = canUnshare ? [await attempt("unshare", unsharing(...command), options)] : [];
  const seen = await project.operation("up");
  const looks = [await project.operation("preview"), await project.operation("drift")];
  expect(readdirSync(lockFolder)).toEqual(locks);
  process.kill(-(run.child.pid as number), "SIGCONT");
  return { unseen, seen, looks };
}

const moments = {
  "at the lock": async () => lockIsHeld(),
  "at the first network": async () => (await ofStage("network")).length > 0,
  "at the first container": async () => (await ofStage("container")).length > 0,
  // Those that wait for another are made by the run itself, and not by what an earlier one still asked the engine for.
  "half-way": async () => (await ofStage("container")).some((name) => name.endsWith("-last-1")),
};

test("runs that are killed at any moment leave a stage that the next run completes, which keeps its lock while it lives", async () => {
  for (const reached of Object.values(moments)) await killWhen("up", reached);
  // As a run leaves it that is killed while it writes it, in a backend whose URL does not leave attributes out.
  writeFileSync(join(project.state, `.pulumi/stacks/smallboat/${stage}.json.attrs`), "");
  const left = readdirSync(lockFolder);
  const next = project.start("up");
  await until(async () => lockIsHeld() && !readdirSync(lockFolder).some((lock) => left.includes(lock)), next);
  const { unseen, seen, looks } = await duringRun(next);
  const held = `one of \\S+ on \\S+ \\(pid \\d+\\) since \\S+; wait for its end`;
  const refusal = `^stage ${stage}: expected no other run, found ${held}`;
  const remedy = "; if it was killed, make sure that it has ended, then UNLOCK=1 removes its lock";
  const refused = (said: string) => ({ code: 1, stdout: "", stderr: expect.stringMatching(said) });
  // A run that cannot see the other's process.
  expect(unseen).toEqual(unseen.map(() => refused(`${refusal}${remedy}\n$`)));
  expect(seen).toEqual(refused(`${refusal}\n$`));
  const underWay = expect.stringMatching(
    `^Stage ${stage}: the run of .* is under way; its changes may appear here`,
  );
  expect(looks.map(({ stderr }) => stderr)).toEqual([underWay, underWay]);
  const { code, stdout } = await next.outcome;
  expect([code, stdout, lockIsHeld()]).toEqual([
    0,
    expect.stringContaining("was killed: its lock is removed, and this run goes on."),
    false,
  ]);
  expect(await ofStage("container")).toEqual(containers);
  expect(await ofStage("network")).toEqual(stacks.map((name) => `${stage}-${name}_default`).sort());
  expect(await ofStage("volume")).toEqual(stacks.map((name) => `${stage}-${name}_data`).sort());
  const states = await docker("inspect", "--format={{.State.Status}}", ...containers);
  expect(states.split("\n")).toEqual(containers.map(() => "running"));
  expect((await project.operation("drift")).code).toBe(0);
});

/** As a run leaves a container that is killed before it starts it. */
async function recreateOnly(name: string, network: string): Promise<void> {
  const labels = JSON.parse(await docker("inspect", "--format={{json .Config.Labels}}", name));
  await docker("rm", "--force", name);
  const options = Object.entries(labels).map(([label, value]) => `--label=${label}=${value}`);
  await docker("create", "--name", name, "--network", network, ...options, "nginx:1.26");
}

test("a plain run replaces a container that was created and never started, and nothing else", async () => {
  const name = `${stage}-one-web-1`;
  await recreateOnly(name, `${stage}-one_default`);
  expect((await project.up()).changes).toEqual([
    "create-replacement Container Local/one/web",
    "delete-replaced Container Local/one/web",
    "replace Container Local/one/web",
  ]);
  expect(await docker("inspect", "--format={{.State.Status}}", name)).toBe("running");
});

test("what people have changed is still found after a run was killed", async () => {
  const [web, slow] = [`${stage}-one-web-1`, `${stage}-three-slow-1`];
  const earlier = await docker("inspect", "--format={{.Id}}", slow);
  writeStack("three", { EDITION: "2" });
  await killWhen("up", async () => {
    const { stdout } = await attempt("docker", ["inspect", "--format={{.Id}}", slow]);
    return stdout !== "" && stdout.trim() !== earlier;
  });
  await docker("rm", "--force", web);
  const { stdout } = await project.operation("heal");
  expect(stdout.split("\n")).toContain("put right: Local/one web: container removed");
  expect(await docker("inspect", "--format={{.State.Status}}", web)).toBe("running");
  expect((await project.up()).changes.filter((change) => !change.includes("Local/three"))).toEqual([]);
  expect(await ofStage("container")).toEqual(containers);
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
