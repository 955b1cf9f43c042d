/**
 * Runs of the program that are killed while they change something. It takes several minutes, so `make test` leaves it
 * out: `npx vitest run test/faults`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { docker, dockerLines } from "../live/support/command.ts";
import { Project } from "../live/support/project.ts";

const stacks = ["one", "two", "three"];
const services = ["slow", "last", "web"];
const project = new Project();
const { stage } = project;

/** Each change of the label replaces all containers of the stack. */
function declare(name: string, label: string): void {
  const common = { image: "nginx:1.26", stop_grace_period: "2s", labels: { label } };
  const healthcheck = {
    test: "test -e /tmp/well || { touch /tmp/well; false; }",
    interval: "1s",
    retries: 9,
  };
  project.stack(`Local/${name}`, {
    name: `${stage}-${name}`,
    services: {
      web: { ...common, volumes: ["data:/data"] },
      slow: { ...common, healthcheck },
      last: { ...common, depends_on: { slow: { condition: "service_healthy" } } },
    },
    volumes: { data: {} },
  });
}

function containersOf(name: string): string[] {
  return services.map((service) => `${stage}-${name}-${service}-1`);
}

interface Moment {
  /** What the run is about to do: make stacks anew, or make one that is not there. */
  readonly change: "replacement" | "creation";
  /** The line of the log at which the run is killed. */
  readonly line: RegExp;
  /** Milliseconds after that line. */
  readonly delay: number;
}

const moments: Moment[] = [
  ...[0, 100, 300, 700].map((delay) => ({
    change: "replacement" as const,
    line: /Container .* deleting/,
    delay,
  })),
  ...[0, 100, 400, 900].map((delay) => ({
    change: "replacement" as const,
    line: /Container .* creat/,
    delay,
  })),
  ...[0, 200].map((delay) => ({ change: "replacement" as const, line: /Container .* deleted/, delay })),
  ...[0, 200].map((delay) => ({ change: "replacement" as const, line: /Container .* created/, delay })),
  ...[0, 100, 500].map((delay) => ({ change: "creation" as const, line: /Network .* creating/, delay })),
  ...[0, 50].map((delay) => ({ change: "creation" as const, line: /Volume .* creating/, delay })),
  ...[0, 100, 400].map((delay) => ({ change: "creation" as const, line: /Container .* creating/, delay })),
];

/** Kills `up` and all of its processes. @returns whether it was killed before it had ended by itself */
async function killAt({ line, delay }: Moment): Promise<boolean> {
  const { child, outcome } = project.start("up");
  let log = "";
  const reached = new Promise<void>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      log += chunk;
      if (line.test(log)) resolve();
    });
  });
  await Promise.race([reached, outcome]);
  await sleep(delay);
  const isRunning = child.exitCode === null;
  if (isRunning) process.kill(-(child.pid as number), "SIGKILL");
  await outcome;
  return isRunning;
}

/** What of a stage stands on the engine, and what its volumes hold. */
async function world(): Promise<object> {
  const ofStage = `--filter=label=smallboat.stage=${stage}`;
  const containers = await dockerLines("ps", "--all", "--format={{.Names}} {{.State}}", ofStage);
  const networks = await dockerLines("network", "ls", "--format={{.Name}}", ofStage);
  const volumes = await dockerLines("volume", "ls", "--format={{.Name}}", ofStage);
  const notes = await Promise.all(
    stacks.map((name) => docker("exec", `${stage}-${name}-web-1`, "cat", "/data/note").catch(() => "none")),
  );
  return { containers, networks, volumes, notes };
}

/** All of it, each once. */
function wanted(notes: readonly string[]): object {
  return {
    containers: stacks
      .flatMap(containersOf)
      .map((name) => `${name} running`)
      .sort(),
    networks: stacks.map((name) => `${stage}-${name}_default`).sort(),
    volumes: stacks.map((name) => `${stage}-${name}_data`).sort(),
    notes,
  };
}

async function note(name: string): Promise<void> {
  await docker("exec", `${stage}-${name}-web-1`, "sh", "-c", `echo data of ${name} >/data/note`);
}

test("the run after one that was killed completes it, with all data, and nothing twice", async () => {
  for (const name of stacks) declare(name, "first");
  await project.up();
  for (const name of stacks) await note(name);
  const notes = stacks.map((name) => `data of ${name}`);
  const report: string[] = [];
  for (const [index, moment] of moments.entries()) {
    if (moment.change === "creation") {
      project.remove("Local/three");
      await project.up();
    }
    for (const name of stacks) {
      if (moment.change === "replacement" || name === "three") declare(name, `moment-${index}`);
    }
    const wasKilled = await killAt(moment);
    const { code, stdout, stderr } = await project.operation("up");
    report.push(
      `${moment.change} ${moment.line.source} +${moment.delay} ms: ${wasKilled ? "killed" : "ended before"}, then ${code}`,
    );
    expect([report.at(-1), code, code === 0 ? "" : `${stdout}${stderr}`]).toEqual([report.at(-1), 0, ""]);
    expect([report.at(-1), await world()]).toEqual([report.at(-1), wanted(notes)]);
    expect([report.at(-1), (await project.up()).changes]).toEqual([report.at(-1), []]);
  }
  console.log(report.join("\n"));
  expect(report.filter((line) => line.includes(": killed"))).toHaveLength(moments.length);
}, 3_600_000);

test("a second Ctrl-C in the middle of a replacement", async () => {
  for (const name of stacks) declare(name, "interrupted");
  const { child, outcome } = project.start("up");
  let log = "";
  const reached = new Promise<void>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      log += chunk;
      if (/Container .* deleting/.test(log)) resolve();
    });
  });
  await Promise.race([reached, outcome]);
  process.kill(-(child.pid as number), "SIGINT");
  await sleep(300);
  process.kill(-(child.pid as number), "SIGINT");
  expect((await outcome).code).not.toBe(0);
  const { code, stdout, stderr } = await project.operation("up");
  expect([code, code === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
  expect(await world()).toEqual(wanted(stacks.map((name) => `data of ${name}`)));
  expect((await project.up()).changes).toEqual([]);
}, 600_000);
