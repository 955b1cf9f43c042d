import { once } from "node:events";
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { pulumiHome } from "../../../dev/toolchain/setup/places.ts";
import { unseal } from "../../../lib/review/sealed-file.ts";
import type { TestGitLab } from "../standin/server.ts";
import { docker, run } from "../support/command.ts";
import { standinOf } from "../support/gitlab.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { leaks, type Places } from "./leaks.ts";
import { MergeRequests } from "./merge-requests.ts";
import {
  built,
  cellar,
  configureStages,
  container,
  containers,
  files,
  front,
  greeting,
  greetingOf,
  image,
  inner,
  moreSettings,
  otherHost,
  page,
  pagePassword,
  recordedState,
  second,
  stage,
  stageFiles,
} from "./reviewed-stage.ts";
import { addStarter } from "./starter.ts";
import { bridgeAddress, checkout, type Ended, type JobEntity, Repository } from "./team.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 1_700_000 });

/** What the jobs would else install each time; the machine's own packages and plugins are mounted, and its engine. */
const toolchain = "smallboat-test/toolchain:1";
const socket = "/var/run/docker.sock";
const project = new Project();
const name = "environment";
/** The GitLab of the reviewed stage's projects. */
let gitlab: TestGitLab;
/** The GitLab of the project whose jobs review it. */
let standin: Awaited<ReturnType<typeof standinOf>>;
let environment: Repository;
let requests: MergeRequests;

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
        ...[`${socket}:${socket}`, ...fetched, `${inner.state}:/state`],
        // What Node has compiled, so that it is compiled once.
        `${stage}-compiled:/root/.cache/smallboat/compiled`,
      ],
    },
  },
  secrets: { PULUMI_CONFIG_PASSPHRASE: inner.passphrase },
  projects: {
    [name]: {
      ...{ kind: "infrastructure", starter: name },
      options: { stages: { [stage]: "automatic" }, images: { node: toolchain } },
      ...{ variables: { PULUMI_BACKEND_URL: "file:///state" }, pipelineTimeout: "25m" },
      // The tests play them.
      schedules: {
        hourly: { cron: "0 * * * *", active: false },
        review: { cron: "*/10 * * * *", active: false, variables: { MERGE_REQUEST: "open" } },
      },
    },
  },
});

/**
 * This repository with tiny stages and few tests, for those are what runs here already. It has no vitest.config.ts:
 * Vite compiles that into node_modules, where a job may only read.
 */
async function writeStarter(): Promise<void> {
  const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const listed = (await run("git", listing, { cwd: checkout })).split("\n");
  const left = listed.filter(
    (file) => !/^(stacks|docs|examples|test\/(live|bench|faults)|vitest\.config|Pulumi\..+\.yaml)/.test(file),
  );
  const kept = left.filter((file) => !/^test\/unit\/(?!problems\/)/.test(file));
  const folder = addStarter(project, name);
  for (const file of kept) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(checkout, file), join(folder, file), { force: true });
  }
  const makefile = readFileSync(join(checkout, "Makefile"), "utf8");
  const few = Object.entries({ check: "biome check index.ts", test: "vitest run test/unit" }).reduce(
    (text, [rule, tool]) =>
      text.replace(new RegExp(`^(${rule}: .*)\\n(?:\\t.*\\n?)+`, "m"), `$1\n\tnpx ${tool}\n`),
    // What it would set up is mounted.
    makefile.replace("check: tools", "check:"),
  );
  if (few.split("\tnpx ").length !== 3) throw new Error("the Makefile's rules have another form");
  for (const [file, text] of Object.entries({ ...stageFiles(), Makefile: few })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

beforeAll(async () => {
  const dockerfile = readFileSync(join(import.meta.dirname, "toolchain.Dockerfile"), "utf8");
  [gitlab] = await Promise.all([configureStages(), built(toolchain, dockerfile)]);
  await writeStarter();
  const { code, stdout, stderr } = await project.operation("up");
  if (code !== 0) throw new Error(stdout + stderr);
  standin = await standinOf(project);
  environment = new Repository(standin, `smallboat-${project.stage}/${name}`);
  requests = new MergeRequests(environment);
});

test("one run ends with the stage that its pipeline has brought up, checked and tested", async () => {
  const [first] = (await environment.get("/pipelines")) as { id: number }[];
  const { status, jobs } = await environment.ended(first?.id ?? 0);
  const statuses = Object.fromEntries(Object.values(jobs).map((job) => [job.name, job.status]));
  expect([status, statuses]).toEqual([
    "success",
    { check: "success", test: "success", [`up ${stage}`]: "success", [`up ${stage} anew`]: "manual" },
  ]);
  expect(await greeting()).toBe(greetingOf("day"));
});

/** Values of the stage that nobody may read. */
const secrets = () => [inner.passphrase, standin.token, gitlab.rootToken, pagePassword];
/** The numbers of the merge requests. */
const numbers = { voyage: 0, hostile: 0, night: 0, morning: 0 };

/** A comment without what differs in each run. */
function settled(body: string | undefined): string | undefined {
  return body
    ?.replace(/^<!-- smallboat-review [\w-]+ -->\n\n/, "")
    .replaceAll(stage, "STAGE")
    .replace(/tcp:\/\/[\d.]+:\d+/g, "ENGINE")
    .replace(/`\w{8}` on `\w{8}`, [-\d]+ [:\d]+ UTC/, "HEAD on TARGET, TIME");
}

let calls = 0;
/** An address of this machine that counts who dials it. */
async function listener(): Promise<string> {
  const server = createServer(() => {
    calls += 1;
  }).listen(0, "0.0.0.0");
  await once(server, "listening");
  server.unref();
  return `tcp://${await bridgeAddress()}:${(server.address() as AddressInfo).port}`;
}

test("a merge request gets one comment that names its changes and their effects, and nothing else", async () => {
  const variable = { key: "GITLAB_TOKEN", value: standin.token, masked: true, protected: true };
  expect(await environment.byHand("POST", "/variables", variable)).toBe(201);
  // All but two merge requests here are quiet: their own pipelines would take long, and show nothing new.
  expect(await environment.byHand("PUT", "", { allow_merge_on_skipped_pipeline: true })).toBe(200);
  numbers.voyage = await requests.open("voyage", {
    [files.html]: "<h1>The boat sails</h1>\n",
    [files.front]: front(2),
    [files.cellar]: null,
    [files.settings]: moreSettings(),
  });
  const rules = [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }];
  const steal = { image: toolchain, rules, tags: ["shared"], script: ["env | sort", "env | base64 -w0"] };
  numbers.hostile = await requests.open("hostile", {
    ".gitlab-ci.yml": stringify({ steal, stealMore: { ...steal, tags: ["containers"] } }),
    [files.settings]: otherHost(await listener()),
    "lib/plan/index.ts": "console.log(process.env);\n",
  });
  // What its own pipeline can do without secrets runs at once.
  const [own, { status, logs }] = await Promise.all([
    requests.pipeline(numbers.voyage),
    requests.play("review"),
  ]);
  const statuses = Object.fromEntries(Object.values(own.jobs).map((job) => [job.name, job.status]));
  expect([own.status, statuses, await environment.log(own.jobs.draft)]).toEqual([
    "success",
    { check: "success", draft: "success", test: "manual" },
    expect.stringContaining(`Stage ${stage}: 0 new, 2 changed, 1 gone`),
  ]);
  expect([status, logs]).toEqual([
    "success",
    { review: expect.stringContaining(`Merge request !${numbers.voyage}, stage ${stage}\n`) },
  ]);
  const [comment, ...more] = await requests.comments(numbers.voyage);
  expect(more).toEqual([]);
  await expect(settled(comment?.body)).toMatchFileSnapshot("voyage.md");
  expect(await greeting()).toBe(greetingOf("day"));
  await shorten();
});

/** From now on pipelines are without the jobs that the first ones have shown. */
async function shorten(): Promise<void> {
  const path = `/repository/files/${encodeURIComponent(".gitlab-ci.yml")}/raw?ref=main`;
  const { check: _, ...jobs } = parse(String(await environment.get(path)));
  const [file, message] = ["shorter.gitlab-ci.yml", "Leave out what has been shown [skip ci]"];
  await environment.push("main", { [file]: stringify(jobs) }, { action: "create", commit_message: message });
  expect(await environment.byHand("PUT", "", { ci_config_path: file })).toBe(200);
}

test("a second push edits the comment, and a preview of two stages shows both in it", async () => {
  const [before] = await requests.comments(numbers.voyage);
  const sha = await environment.push(
    "voyage",
    { [files.page]: page("evening") },
    { commit_message: "Greet in the evening [skip ci]" },
  );
  await requests.run({ MERGE_REQUEST: `${numbers.voyage}`, STAGES: `${stage},${second}` });
  const [after, ...more] = await requests.comments(numbers.voyage);
  expect([after?.id, more, after?.body]).toEqual([
    before?.id,
    [],
    expect.stringContaining(`For \`${sha.slice(0, 8)}\``),
  ]);
  const shown = (body: string | undefined) =>
    settled(body)
      ?.split("\n")
      .filter((line) => /^##|`web`/.test(line));
  expect([shown(before?.body), shown(after?.body)]).toEqual([
    [
      "## Preview: STAGE: 11 created, 2 replaced, 1 deleted",
      "### STAGE",
      "| `Local/page` | `web` | replaced | index.html changed | short interruption |",
    ],
    [
      "## Preview: STAGE: 11 created, 2 replaced, 1 deleted; STAGE-two: 4 created",
      "### STAGE",
      "| `Local/page` | `web` | replaced | index.html changed; environment: GREETING changed | short interruption |",
      "### STAGE-two",
      "| `Local/page` | `web` | created |  | it starts |",
    ],
  ]);
});

test("a hostile merge request gets no secret, and no connection to the addresses that it names", async () => {
  const status = async () => (await requests.job(numbers.hostile, "steal"))?.status;
  await expect.poll(status, { timeout: 120_000 }).toBe("success");
  const log = await environment.log(await requests.job(numbers.hostile, "steal"));
  const [, encoded = ""] = /\$ env \| base64 -w0\n(\S+)/.exec(log) ?? [];
  const seen = log + Buffer.from(encoded, "base64");
  expect(seen).toContain("CI_MERGE_REQUEST_IID=");
  for (const secret of secrets()) expect(seen).not.toContain(secret);
  expect(seen).not.toMatch(/^(PULUMI_|GITLAB_TOKEN|SSH_KEY)/m);
  // The runner with the engine and the state takes no job of a branch that is not protected.
  expect((await requests.job(numbers.hostile, "stealMore"))?.status).toBe("pending");
  const [comment, ...more] = await requests.comments(numbers.hostile);
  expect([more, comment?.body.split("\n").filter((line) => line.startsWith("- "))]).toEqual([
    [],
    [
      "- .gitlab-ci.yml: expected no change of CI files, found one; let a maintainer read it first",
      "- lib/plan/index.ts: expected no change of program code, found one; let a maintainer read it first",
      `- ${files.settings} smallboat:hosts: expected no change of hosts, addresses, secrets or rules, found one; let a maintainer read it first`,
    ],
  ]);
  expect(calls).toBe(0);
  await requests.close(numbers.hostile);
});

let reviewed: Ended;
test("the merge applies the reviewed plan", async () => {
  reviewed = await requests.merge(numbers.voyage);
  const { status, logs } = await requests.said(reviewed);
  expect([status, logs[`up ${stage}`]]).toEqual([
    "success",
    expect.stringContaining(`This is the merge of !${numbers.voyage}: its reviewed plan is applied.`),
  ]);
  const inGroup = async (path: string) => (await gitlab.api("GET", path)).body as Record<string, string>[];
  const boat = encodeURIComponent(`smallboat-${stage}/boat`);
  const projects = await inGroup(`/projects?search_namespaces=true&search=smallboat-${stage}/`);
  expect({
    containers: Object.keys(await containers()).filter((each) => each.endsWith("-1")),
    volume: await docker("volume", "inspect", "--format", "{{.Name}}", cellar),
    greeting: await greeting(),
    page: await docker("exec", container, "cat", "/usr/share/nginx/html/index.html"),
    front: await docker("inspect", "--format", "{{.Config.Image}}", `${stage}-front-proxy-1`),
    projects: projects.map(({ path }) => path).sort(),
    keys: (await inGroup(`/projects/${boat}/variables`)).map(({ key }) => key).sort(),
  }).toEqual({
    containers: [`${stage}-front-proxy-1`, container],
    volume: cellar,
    greeting: greetingOf("evening"),
    page: "<h1>The boat sails</h1>",
    front: image(2),
    projects: ["boat", "lighthouse"],
    keys: ["DEPTH", "GAE_KEY", "GAE_PROJECT"],
  });
});

/** Merges what was reviewed before something moved. @returns what moved, as the log says it, and the button for another look */
async function refused(iid: number): Promise<{ moved: string[]; anew: JobEntity | undefined }> {
  const before = [await containers(), recordedState()];
  const { jobs } = await requests.merge(iid);
  const up = jobs[`up ${stage}`];
  const log = await environment.log(up);
  expect([up?.status, log]).toEqual(["failed", expect.stringContaining(`"up ${stage} anew"`)]);
  expect([await containers(), recordedState()]).toEqual(before);
  const line = /expected no change since the preview, found (.*); nothing was changed/;
  return {
    moved: log.split("\n").flatMap((each) => line.exec(each)?.[1] ?? []),
    anew: jobs[`up ${stage} anew`],
  };
}

test("after a docker rm a reviewed plan is refused until somebody has looked", async () => {
  numbers.night = await requests.open("night", { [files.page]: page("night") }, { isQuiet: true });
  numbers.morning = await requests.open("morning", { [files.html]: "<h1>Land</h1>\n" }, { isQuiet: true });
  await requests.play("review");
  await docker("rm", "--force", container);
  const { moved, anew } = await refused(numbers.night);
  expect(moved).toEqual([
    expect.stringMatching(/^(a plan|other values in the plan) to \w+ container Local\/page\/web/),
  ]);
  expect(await requests.start(anew)).toContain(`Stage ${stage} is up.`);
  expect(await greeting()).toBe(greetingOf("night"));
});

test("after another merge and an up from a shell a reviewed plan is refused for both", async () => {
  for (const path of [files.page, files.html]) {
    const text = await environment.get(`/repository/files/${encodeURIComponent(path)}/raw?ref=main`);
    inner.write(path.replace("stacks/", ""), String(text));
  }
  inner.write("Local/front/compose.yaml", front(2, { labels: { by: "a shell" } }));
  writeFileSync(join(inner.folder, files.settings), moreSettings());
  const { code, stdout, stderr } = await inner.operation("up");
  expect([code, stdout + stderr]).toEqual([0, expect.stringContaining(`Stage ${stage} is up.`)]);
  const { moved } = await refused(numbers.morning);
  expect(moved.filter((each) => /text|file/.test(each))).toEqual([`another text of ${files.page}`]);
  expect(moved).toContain("another state of container Local/front/proxy");
});

/** The environment of the page's stack, as GitLab shows it, with the commits that were deployed to it, the oldest first. */
async function deployed() {
  const path = encodeURIComponent(`${stage}/Local/page`);
  const [found] = (await environment.get(`/environments?name=${path}`)) as { state: string }[];
  const list = `/deployments?environment=${path}&status=success`;
  const all = (await environment.get(list)) as { sha: string; ref: string }[];
  return [found?.state, ...all.map(({ sha, ref }) => `${ref} ${sha}`)];
}

test("GitLab's own button rolls back, and its environments are the list of releases", async () => {
  const merges = (await environment.get("/repository/commits?ref_name=main")) as {
    id: string;
    title: string;
  }[];
  const [good = "", better = ""] = ["voyage", "night"].map(
    (branch) => merges.find(({ title }) => title === `Merge branch '${branch}' into 'main'`)?.id,
  );
  // The token came after the first release: GitLab was told what ran then.
  expect(await deployed()).toEqual(["available", `main ${good}`, `main ${better}`]);
  const old = reviewed.jobs[`up ${stage}`];
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
        `This commit is older than what runs: stage ${stage} goes back to release 2\\.\n(.*\n)*Release \\d:\n(.*\n)*` +
          "Local/page is held at release 2\\.",
      ),
    ),
  ]);
  expect(await greeting()).toBe(greetingOf("evening"));
  expect(await deployed()).toEqual(["available", `main ${good}`, `main ${better}`, `main ${good}`]);
});

test("a schedule finds a container that somebody has stopped, and asks for newer images", async () => {
  await docker("stop", container);
  expect(await requests.play("hourly")).toEqual({
    status: "failed",
    logs: {
      [`drift ${stage}`]: expect.stringContaining("\nLocal/page web: container stopped\n"),
      [`outdated ${stage}`]: expect.stringContaining("\nNo registry has a newer image"),
    },
  });
});

test("no secret and no value of an environment is in any comment, log, artifact or plan", async () => {
  const path = encodeURIComponent(`smallboat-${project.stage}/${name}`);
  const bytes = async (rest: string) => {
    const headers = { "private-token": standin.token };
    const answer = await fetch(`${standin.url}/api/v4/projects/${path}${rest}`, { headers });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : Buffer.alloc(0);
  };
  const places: Places = new Map();
  for (const { id, name: job } of await everyJob()) {
    places.set(`log of ${job} ${id}`, await bytes(`/jobs/${id}/trace`));
    places.set(`artifacts of ${job} ${id}`, await bytes(`/jobs/${id}/artifacts`));
  }
  for (const iid of Object.values(numbers))
    places.set(`comments of !${iid}`, await bytes(`/merge_requests/${iid}/notes`));
  const held = [...places].filter(([, each]) => each.length > 2).map(([place]) => place.split(" of ")[0]);
  expect(new Set(held)).toEqual(new Set(["log", "artifacts", "comments"]));
  const greetings = ["day", "evening", "night", "light"].map(greetingOf);
  expect(leaks(places, [...secrets(), ...greetings])).toEqual([]);

  // The plan of the stage that is not there yet holds whole environments, encrypted.
  const [comment] = await requests.comments(numbers.voyage);
  const [, mark = ""] = /^<!-- smallboat-review ([\w-]+) -->/.exec(comment?.body ?? "") ?? [];
  const { job } = JSON.parse(Buffer.from(mark, "base64url").toString());
  const sealed = await bytes(`/jobs/${job}/artifacts/review/${numbers.voyage}/${second}.plan`);
  const opened = JSON.stringify(unseal("plan", sealed.toString(), second, inner.passphrase));
  expect(greetings.filter((each) => opened.includes(each))).toContain(greetingOf("light"));
});

async function everyJob(): Promise<JobEntity[]> {
  const all: JobEntity[] = [];
  for (let page = 1; ; page += 1) {
    const jobs = (await environment.get(`/jobs?per_page=100&page=${page}`)) as JobEntity[];
    all.push(...jobs);
    if (jobs.length < 100) return all;
  }
}
