import { once } from "node:events";
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { pulumiHome } from "../../../dev/toolchain/setup/places.ts";
import { docker, run } from "../support/command.ts";
import { standinOf } from "../support/gitlab.ts";
import { freePort, freeSubnet } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { addStarter } from "./starter.ts";
import { bridgeAddress, checkout, type Ended, type JobEntity, Repository } from "./team.ts";

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

/** What a job would else fetch. */
const fetched = [
  ...packages.map(
    (folder) => `${join(checkout, folder)}:/builds/smallboat-${project.stage}/${name}/${folder}:ro`,
  ),
  ...["bin", "plugins"].map((folder) => `${pulumiHome}/${folder}:/root/.pulumi/${folder}:ro`),
];
const runner = { host: "Local", concurrent: 4 };

project.configure({
  gitlab: { standin: true, host: "Local", port: await freePort() },
  runners: {
    // For jobs of any branch: no engine, no state.
    open: { ...runner, tags: ["shared"], volumes: fetched },
    stages: {
      ...{ ...runner, tags: ["containers"], protected: true, privileged: "auto" },
      volumes: [
        ...[`${socket}:${socket}`, ...fetched, `${inner}-state:/state`],
        // What Node has compiled, so that it is compiled once.
        `${inner}-compiled:/root/.cache/smallboat/compiled`,
      ],
    },
  },
  secrets: { PULUMI_CONFIG_PASSPHRASE: passphrase },
  projects: {
    [name]: {
      ...{ kind: "infrastructure", starter: name },
      options: { stages: { [inner]: "automatic" }, images: { node: toolchain } },
      ...{ variables: { PULUMI_BACKEND_URL: "file:///state" }, pipelineTimeout: "25m" },
      // The tests play them.
      schedules: {
        hourly: { cron: "0 * * * *", active: false },
        review: { cron: "*/10 * * * *", active: false, variables: { MERGE_REQUEST: "open" } },
      },
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
  const few = Object.entries({ check: "biome check index.ts", test: "vitest run test/unit" }).reduce(
    (text, [rule, tool]) =>
      text.replace(new RegExp(`^(${rule}: .*)\\n(?:\\t.*\\n?)+`, "m"), `$1\n\tnpx ${tool}\n`),
    makefile,
  );
  if (few.split("\tnpx ").length !== 3) throw new Error("the Makefile's rules have another form");
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
    { check: "success", test: "success", [`up ${inner}`]: "success", [`up ${inner} anew`]: "manual" },
  ]);
  expect(await greeting()).toBe("GREETING=hello");
});

/** Plays a schedule. @returns how its pipeline ended, and what its jobs said */
async function play(description: string) {
  const schedules = (await environment.get("/pipeline_schedules")) as { id: number; description: string }[];
  const id = schedules.find((each) => each.description === description)?.id;
  const scheduled = async () =>
    ((await environment.get("/pipelines?source=schedule")) as { id: number }[]).map(({ id }) => id);
  const before = await scheduled();
  expect(await environment.byHand("POST", `/pipeline_schedules/${id}/play`)).toBe(201);
  for (;;) {
    const id = (await scheduled()).find((each) => !before.includes(each));
    if (id !== undefined) return said(await environment.ended(id));
    await sleep(200);
  }
}

async function said({ status, jobs }: Ended) {
  const logs = Object.entries(jobs).map(async ([job, row]) => [job, await environment.log(row)] as const);
  return { status, logs: Object.fromEntries(await Promise.all(logs)) };
}

/** Opens a merge request with these files. @returns its number */
async function propose(branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  await environment.push(branch, files, { start_branch: "main" });
  const request = { source_branch: branch, target_branch: "main", title: branch };
  expect(await environment.byHand("POST", "/merge_requests", request)).toBe(201);
  const [made] = (await environment.get(`/merge_requests?source_branch=${branch}`)) as { iid: number }[];
  return made?.iid ?? 0;
}

/** The pipeline of a merge request's head, at its end. */
async function ownPipeline(iid: number, sha?: string): Promise<Ended> {
  for (;;) {
    const all = (await environment.get(`/merge_requests/${iid}/pipelines`)) as {
      id: number;
      sha: string;
      source: string;
    }[];
    const found = all.find((each) => each.source === "merge_request_event" && each.sha === (sha ?? each.sha));
    if (found) return environment.ended(found.id);
    await sleep(200);
  }
}

async function comments(iid: number) {
  const notes = (await environment.get(`/merge_requests/${iid}/notes?sort=asc`)) as {
    id: number;
    body: string;
    system: boolean;
  }[];
  return notes.filter(({ system }) => !system);
}

/** Merges. @returns the pipeline of the merge at its end */
async function merge(iid: number) {
  expect(await environment.byHand("PUT", `/merge_requests/${iid}/merge`, {})).toBe(200);
  const [main] = (await environment.get("/repository/commits?ref_name=main&per_page=1")) as { id: string }[];
  return environment.pipeline(main?.id ?? "");
}

const compose = "stacks/Local/page/compose.yaml";
/** Of what no log, comment or artifact may hold. */
const secrets = () => [passphrase, token];
let token = "";
let iid = 0;

test("a merge request gets one comment that shows what it would change", async () => {
  token = (await standinOf(project)).token;
  const variable = { key: "GITLAB_TOKEN", value: token, masked: true, protected: true };
  expect(await environment.byHand("POST", "/variables", variable)).toBe(201);
  iid = await propose("other-greeting", { [compose]: page("good day") });
  // What its own pipeline can do without secrets runs at once.
  const [own, { status, logs }] = await Promise.all([ownPipeline(iid), play("review")]);
  const statuses = Object.fromEntries(Object.values(own.jobs).map((job) => [job.name, job.status]));
  const text = await environment.log(own.jobs.draft);
  expect([own.status, statuses, text]).toEqual([
    "success",
    { check: "success", draft: "success", test: "manual" },
    expect.stringContaining(`Stage ${inner}: 0 new, 1 changed, 0 gone`),
  ]);
  expect([status, logs]).toEqual(["success", { review: expect.stringContaining(`Merge request !${iid}`) }]);
  const found = await comments(iid);
  expect(found.map(({ body }) => body)).toEqual([
    expect.stringMatching(new RegExp(`## Preview: ${inner}: 1 replaced\n`)),
  ]);
  expect(found[0]?.body).toMatch(/\| `Local\/page` \| `web` \| replaced \| .*environment: GREETING changed/);
  for (const secret of [...secrets(), "good day"]) expect(found[0]?.body).not.toContain(secret);
  for (const secret of secrets()) expect(text + logs.review).not.toContain(secret);
  expect(await greeting()).toBe("GREETING=hello");
});

test("a second push edits the comment", async () => {
  const [before] = await comments(iid);
  const sha = await environment.push("other-greeting", { [compose]: page("good evening") });
  await Promise.all([ownPipeline(iid, sha), play("review")]);
  const [after, ...more] = await comments(iid);
  expect([after?.id, more, after?.body]).toEqual([
    before?.id,
    [],
    expect.stringContaining(`For \`${sha.slice(0, 8)}\``),
  ]);
});

test("a hostile merge request gets no secret, and no connection to the addresses that it names", async () => {
  let calls = 0;
  const listener = createServer(() => {
    calls += 1;
  }).listen(0, "0.0.0.0");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const address = `tcp://${await bridgeAddress()}:${port}`;
  const rules = [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }];
  const steal = { image: toolchain, rules, tags: ["shared"], script: ["env | sort", "env | base64 -w0"] };
  const iid = await propose("hostile", {
    ".gitlab-ci.yml": stringify({ steal, stealMore: { ...steal, tags: ["containers"] } }),
    [`Pulumi.${inner}.yaml`]: stringify({ config: { "smallboat:hosts": { Local: { engine: address } } } }),
    "lib/plan/index.ts": "console.log(process.env);\n",
  });
  const job = async (wanted: string) => {
    const [pipeline] = (await environment.get(`/merge_requests/${iid}/pipelines`)) as { id: number }[];
    const jobs = ((await environment.get(`/pipelines/${pipeline?.id}/jobs`)) ?? []) as JobEntity[];
    return jobs.find((each) => each.name === wanted);
  };
  await expect
    .poll(async () => (await job("steal"))?.status, { timeout: 120_000, interval: 1000 })
    .toBe("success");
  const log = await environment.log(await job("steal"));
  const [, encoded = ""] = /\$ env \| base64 -w0\n(\S+)/.exec(log) ?? [];
  const seen = log + Buffer.from(encoded, "base64");
  expect(seen).toContain("CI_MERGE_REQUEST_IID=");
  for (const secret of secrets()) expect(seen).not.toContain(secret);
  expect(seen).not.toMatch(/^(PULUMI_|GITLAB_TOKEN|SSH_KEY)/m);
  // The runner with the engine and the state takes no job of a branch that is not protected.
  expect((await job("stealMore"))?.status).toBe("pending");
  await play("review");
  const [comment, ...more] = await comments(iid);
  expect([more, comment?.body.split("\n").filter((line) => line.startsWith("- "))]).toEqual([
    [],
    [
      "- .gitlab-ci.yml: expected no change of CI files, found one; let a maintainer read it first",
      "- lib/plan/index.ts: expected no change of program code, found one; let a maintainer read it first",
      `- Pulumi.${inner}.yaml smallboat:hosts: expected no change of hosts, addresses, secrets or rules, found one; let a maintainer read it first`,
    ],
  ]);
  expect(calls).toBe(0);
  listener.close();
  expect(await environment.byHand("PUT", `/merge_requests/${iid}`, { state_event: "close" })).toBe(200);
});

let reviewed: Ended;
test("the merge applies the reviewed plan", async () => {
  reviewed = await merge(iid);
  const { status, logs } = await said(reviewed);
  expect([status, logs[`up ${inner}`]]).toEqual([
    "success",
    expect.stringContaining(`This is the merge of !${iid}: its reviewed plan is applied.`),
  ]);
  expect(await greeting()).toBe("GREETING=good evening");
});

test("where something moved in between, nothing is changed until somebody has looked", async () => {
  const iid = await propose("third-greeting", { [compose]: page("good night") });
  await Promise.all([ownPipeline(iid), play("review")]);
  await docker("rm", "--force", container);
  const ended = await merge(iid);
  const { logs } = await said(ended);
  const up = ended.jobs[`up ${inner}`];
  expect([up?.status, logs[`up ${inner}`]]).toEqual([
    "failed",
    expect.stringMatching(/found (a plan|other values in the plan) to \w+ container Local\/page\/web/),
  ]);
  expect(await docker("ps", "--all", "--quiet", "--filter", `name=${container}`)).toBe("");
  const anew = ended.jobs[`up ${inner} anew`];
  expect(await environment.byHand("POST", `/jobs/${anew?.id}/play`)).toBe(200);
  await expect
    .poll(async () => ((await environment.get(`/jobs/${anew?.id}`)) as JobEntity).status, {
      timeout: 300_000,
      interval: 1000,
    })
    .toMatch(/success|failed/);
  expect(await environment.log(anew)).toContain(`Stage ${inner} is up.`);
  expect(await greeting()).toBe("GREETING=good night");
});

/** The environment of the stack, as GitLab shows it, with the commits that were deployed to it, the oldest first. */
async function deployed() {
  const name = `${inner}/Local/page`;
  const [found] = (await environment.get(`/environments?name=${encodeURIComponent(name)}`)) as {
    state: string;
  }[];
  const list = `/deployments?environment=${encodeURIComponent(name)}&status=success`;
  const all = (await environment.get(list)) as { sha: string; ref: string }[];
  return [found?.state, ...all.map(({ sha, ref }) => `${ref} ${sha}`)];
}

test("GitLab's own button rolls back, and its environments are the list of releases", async () => {
  const merges = (await environment.get("/repository/commits?ref_name=main")) as {
    id: string;
    title: string;
  }[];
  const [good = "", better = ""] = ["other-greeting", "third-greeting"].map(
    (branch) => merges.find(({ title }) => title === `Merge branch '${branch}' into 'main'`)?.id,
  );
  // The token came after the first release: GitLab was told what ran then.
  expect(await deployed()).toEqual(["available", `main ${good}`, `main ${better}`]);
  const old = reviewed.jobs[`up ${inner}`];
  expect(await environment.byHand("POST", `/jobs/${old?.id}/retry`)).toBe(201);
  const retried = async () => {
    const jobs = (await environment.get(`/pipelines/${reviewed.id}/jobs`)) as JobEntity[];
    return jobs.find(({ id, name }) => name === old?.name && id !== old.id);
  };
  await expect
    .poll(async () => (await retried())?.status, { timeout: 300_000, interval: 1000 })
    .toMatch(/success|failed/);
  const log = await environment.log(await retried());
  expect([(await retried())?.status, log]).toEqual([
    "success",
    expect.stringMatching(
      new RegExp(
        `This commit is older than what runs: stage ${inner} goes back to release 2\\.\n(.*\n)*Release 4:\n(.*\n)*` +
          "Local/page is held at release 2\\.",
      ),
    ),
  ]);
  expect(await greeting()).toBe("GREETING=good evening");
  expect(await deployed()).toEqual(["available", `main ${good}`, `main ${better}`, `main ${good}`]);
});

test("a schedule looks for drift: there is none, then a container that somebody has stopped", async () => {
  const job = `drift ${inner}`;
  const outdated = { [`outdated ${inner}`]: expect.stringContaining("\nNo registry has a newer image") };
  expect(await play("hourly")).toEqual({
    status: "success",
    logs: { [job]: expect.stringContaining(`\nStage ${inner} is as it was recorded.\n`), ...outdated },
  });
  await docker("stop", container);
  expect(await play("hourly")).toEqual({
    status: "failed",
    logs: { [job]: expect.stringContaining("\nLocal/page web: container stopped\n"), ...outdated },
  });
});
