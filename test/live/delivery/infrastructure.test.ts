import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { pulumiHome } from "../../../dev/toolchain/setup/places.ts";
import { docker, run } from "../support/command.ts";
import { freePort, freeSubnet } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { addStarter } from "./starter.ts";
import { checkout, Repository } from "./team.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 1_700_000 });

/** What the jobs would else install each time; the machine's own packages and plugins are mounted, and its engine. */
const toolchain = "smallboat-test/toolchain:1";
const socket = "/var/run/docker.sock";
const passphrase = "a-passphrase-of-the-tests";
const project = new Project();
const inner = `${project.stage}-ci`;
const container = `${inner}-page-web-1`;
const name = "environment";
let environment: Repository;

/** The packages of this checkout, those of its workspaces included. */
const packages = globSync("{.,dev/*}/node_modules", { cwd: checkout });

project.configure({
  gitlab: { standin: true, host: "Local", port: await freePort() },
  runners: {
    all: {
      ...{ host: "Local", tags: ["shared", "containers"], privileged: "auto", concurrent: 4 },
      volumes: [
        `${socket}:${socket}`,
        ...packages.map(
          (folder) => `${join(checkout, folder)}:/builds/smallboat-${project.stage}/${name}/${folder}:ro`,
        ),
        ...["bin", "plugins"].map((folder) => `${pulumiHome}/${folder}:/root/.pulumi/${folder}:ro`),
        `${inner}-state:/state`,
      ],
    },
  },
  secrets: { PULUMI_CONFIG_PASSPHRASE: passphrase },
  projects: {
    [name]: {
      ...{ kind: "infrastructure", starter: name },
      options: { stages: { [inner]: "automatic" }, images: { node: toolchain } },
      ...{ variables: { PULUMI_BACKEND_URL: "file:///state" }, pipelineTimeout: "25m" },
      // The tests play it.
      schedules: { hourly: { cron: "0 * * * *", active: false } },
    },
  },
});

const subnet = freeSubnet();

/** The one stack of the stage that the jobs look after. */
function page(greeting: string): string {
  return stringify({
    name: `${inner}-page`,
    services: { web: { image: "nginx:1.26", environment: { GREETING: greeting }, stop_signal: "SIGKILL" } },
    networks: { default: { ipam: { config: [{ subnet }] } } },
  });
}

/**
 * This repository with a tiny stage and few tests, for those are what runs here already. It has no vitest.config.ts:
 * Vite compiles that into node_modules, where a job may only read.
 */
async function writeStarter(): Promise<void> {
  const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const files = (await run("git", listing, { cwd: checkout })).split("\n");
  const left = files.filter(
    (file) => !/^(stacks|docs|examples|test\/(live|bench|faults)|vitest\.config|Pulumi\..+\.yaml)/.test(file),
  );
  const kept = left.filter((file) => !/^test\/unit\/(?!problems\/)/.test(file));
  const folder = addStarter(project, name);
  for (const file of kept) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(checkout, file), join(folder, file), { force: true });
  }
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const makefile = readFileSync(join(checkout, "Makefile"), "utf8");
  const few = makefile.replace(/^test: (## .*)\n(?:\t.*\n?)+/m, "test: $1\n\tnpx vitest run test/unit\n");
  if (few === makefile) throw new Error("the Makefile's rule for test has another form");
  write("Makefile", few);
  write(
    `Pulumi.${inner}.yaml`,
    stringify({ config: { "smallboat:hosts": { Local: { engine: `unix://${socket}` } } } }),
  );
  write("stacks/Local/page/compose.yaml", page("hello"));
}

async function greeting(): Promise<string> {
  return docker("inspect", "--format", "{{range .Config.Env}}{{println .}}{{end}}", container).then(
    (lines) => lines.split("\n").find((line) => line.startsWith("GREETING=")) ?? "",
  );
}

beforeAll(async () => {
  const dockerfile = readFileSync(join(import.meta.dirname, "toolchain.Dockerfile"), "utf8");
  await run("docker", ["build", "--quiet", "--tag", toolchain, "-"], { input: dockerfile });
  await writeStarter();
  const { code, stdout, stderr } = await project.operation("up");
  if (code !== 0) throw new Error(stdout + stderr);
  environment = await Repository.of(project, name);
});

test("one run ends with the stage that its pipeline has brought up, checked and tested", async () => {
  const [first] = (await environment.get("/pipelines")) as { id: number }[];
  const { status, jobs } = await environment.ended(first?.id ?? 0);
  const statuses = Object.fromEntries(Object.values(jobs).map((job) => [job.name, job.status]));
  console.log(
    Object.values(jobs)
      .map(({ name, duration }) => `${name}: ${duration} s`)
      .join(", "),
  );
  expect([status, statuses]).toEqual([
    "success",
    { check: "success", test: "success", [`up ${inner}`]: "success" },
  ]);
  expect(await greeting()).toBe("GREETING=hello");
});

test("a merge request shows what it would change, and changes nothing", async () => {
  const sha = await environment.push(
    "other-greeting",
    { "stacks/Local/page/compose.yaml": page("good day") },
    { start_branch: "main" },
  );
  const request = { source_branch: "other-greeting", target_branch: "main", title: "Greet otherwise" };
  expect(await environment.byHand("POST", "/merge_requests", request)).toBe(201);
  // The pipeline on main was checked and tested: this one has but to be previewed.
  const preview = await environment.only(sha, `preview ${inner}`);
  const text = await environment.log(preview);
  console.log(`preview: ${preview.duration} s`);
  expect([preview.status, text]).toEqual([
    "success",
    expect.stringMatching(/Local\/page +web +replace +environment: GREETING changed/),
  ]);
  expect(text).not.toContain(passphrase);
  expect(await greeting()).toBe("GREETING=hello");
});

/** Plays the schedule. @returns how its pipeline ended, and what its jobs said */
async function playSchedule() {
  const [schedule] = (await environment.get("/pipeline_schedules")) as { id: number }[];
  const scheduled = async () =>
    ((await environment.get("/pipelines?source=schedule")) as { id: number }[]).map(({ id }) => id);
  const before = await scheduled();
  expect(await environment.byHand("POST", `/pipeline_schedules/${schedule?.id}/play`)).toBe(201);
  for (;;) {
    const id = (await scheduled()).find((each) => !before.includes(each));
    if (id !== undefined) {
      const { status, jobs } = await environment.ended(id);
      const logs = Object.entries(jobs).map(async ([job, row]) => [job, await environment.log(row)] as const);
      return { status, logs: Object.fromEntries(await Promise.all(logs)) };
    }
    await sleep(200);
  }
}

test("a schedule looks for drift: there is none, then a container that somebody has stopped", async () => {
  const job = `drift ${inner}`;
  expect(await playSchedule()).toEqual({
    status: "success",
    logs: { [job]: expect.stringContaining(`\nStage ${inner} is as it was recorded.\n`) },
  });
  await docker("stop", container);
  expect(await playSchedule()).toEqual({
    status: "failed",
    logs: { [job]: expect.stringContaining("\nLocal/page web: container stopped\n") },
  });
});
