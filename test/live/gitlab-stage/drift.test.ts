import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import type { StatusReport } from "../../../lib/status/index.ts";
import { answer, answering } from "../../unit/support/answers.ts";
import { gitlabChanges, gitlabStage, handsOf } from "../support/by-hand/gitlab/index.ts";
import { docker, dockerLines, type Outcome } from "../support/command.ts";
import { byHand, standinOf } from "../support/gitlab.ts";
import { tryReadings } from "../support/reading.ts";
import { findingLines, type Look, lookAt } from "../support/report.ts";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const { project, pypiUrl, registry } = await gitlabStage();
const { stage } = project;
const group = `smallboat-${stage}`;
const chat = `/projects/${encodeURIComponent(`${group}/chat`)}`;
let first: Outcome;

beforeAll(async () => {
  first = await project.operation("up");
});

function drift(): Promise<Outcome> {
  return project.operation("drift");
}

/** The stage's issue in the project chat, after a scheduled job there has told of drift. */
async function told(): Promise<{ outcome: Outcome; issues: { state: string; lines: string[] }[] }> {
  const gitlab = await standinOf(project);
  const { id } = (await gitlab.request("GET", chat)) as { id: number };
  const job = { CI_API_V4_URL: `${gitlab.url}/api/v4`, CI_PROJECT_ID: `${id}`, CI_DEFAULT_BRANCH: "main" };
  const outcome = await project.operation("drift", { ...job, GITLAB_TOKEN: gitlab.token, TELL: "1" });
  const issues = (await gitlab.request("GET", `${chat}/issues`)) as { state: string; description: string }[];
  const lines = (text: string) => text.split("\n").flatMap((line) => /^- (`[^;]*);/.exec(line)?.[1] ?? []);
  return { outcome, issues: issues.map(({ state, description }) => ({ state, lines: lines(description) })) };
}

/** What drift says if nothing differs. */
const same = { code: 0, stdout: `Stage ${stage} is as it was recorded.\n`, stderr: "" };

async function unchanged(): Promise<void> {
  expect(await drift()).toEqual(same);
}

test("one run creates group, projects, variables, protections and files, and its runners are online", async () => {
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  const gitlab = await standinOf(project);
  const list = async (path: string, key: string) => {
    const found = (await gitlab.request("GET", path)) as Record<string, unknown>[];
    return found.map((each) => each[key]).sort();
  };
  const runners = (await gitlab.request("GET", "/runners/all")) as { id: number; description: string }[];
  const status = async ({ id }: { id: number }) =>
    ((await gitlab.request("GET", `/runners/${id}`)) as { status: string }).status;
  expect({
    projects: await list(`/groups/${group}/projects`, "path"),
    variables: await list(`${chat}/variables`, "key"),
    protections: await list(`${chat}/protected_branches`, "name"),
    branches: await list(`${chat}/repository/branches`, "name"),
    environments: await list(`${chat}/environments`, "name"),
    schedules: await list(`/projects/${encodeURIComponent(`${group}/greeting`)}/pipeline_schedules`, "cron"),
    runners: runners.map(({ description }) => description).sort(),
    status: await Promise.all(runners.map(status)),
  }).toEqual({
    projects: ["chat", "greeting"],
    variables: ["AFCRED", "DOCKER_REGISTRY", "DOCKER_REGISTRY_USER", "MODE"],
    protections: ["dev", "main"],
    branches: ["dev", "main"],
    environments: ["lab"],
    schedules: ["0 4 * * *"],
    runners: [`containers of stage ${stage}`, `shared of stage ${stage}`],
    status: ["online", "online"],
  });
});

test("only root may read the administrator's token, and the stand-in does not run as root", async () => {
  const look = "stat --format='%a %U' /run/secrets/gitlab_root_token; stat --format=%U /proc/1";
  expect(await docker("exec", `smallboat-${stage}-gitlab`, "sh", "-c", look)).toBe("400 root\nnode");
});

test("the next run changes nothing", async () => {
  expect((await project.up()).changes).toEqual([]);
  await unchanged();
});

async function status(): Promise<StatusReport> {
  return JSON.parse((await project.operation("status", { JSON: "1" })).stdout);
}

const broken = async () => {
  const { checks, things } = await status();
  return {
    checks: checks.flatMap(({ server, user, health, found }) =>
      health === "healthy" ? [] : [`${server} for ${user}: ${found}`],
    ),
    things: things
      .filter(({ health }) => health !== "healthy" && health !== "unknown")
      .map((each) => each.address),
  };
};

test("status tells of runners and projects, and tries servers from where they are used", async () => {
  const from = (runner: string) => `container smallboat-${stage}-runner-${runner} on Local`;
  const tried = (runner: string) => [
    ["gitlab", `runner ${runner}`, "GET http://gitlab:8929", from(runner), "healthy"],
    ["pypi", `jobs of runner ${runner}`, `GET ${pypiUrl}`, from(runner), "healthy"],
  ];
  const told = async () => {
    const { runners, projects, checks, unanswered } = await status();
    return {
      unanswered,
      runners: runners.map(({ name, state, tags }) => [name, state, tags]),
      projects: projects.map(({ name, state, url, defaultBranch }) => [name, state, url, defaultBranch]),
      checks: checks.map(({ server, user, tried, from, health }) => [server, user, tried, from, health]),
    };
  };
  // A machine that does much else may not answer in time.
  await expect.poll(told, { timeout: 90_000 }).toEqual({
    unanswered: [],
    runners: [
      ["containers", "online", ["containers"]],
      ["shared", "online", ["shared"]],
    ],
    projects: [
      ["chat", "there", expect.stringMatching(/\/chat$/), "main"],
      ["greeting", "there", expect.stringMatching(/\/greeting$/), "main"],
    ],
    checks: [
      ...tried("containers"),
      ...tried("shared"),
      ["registry", "host Local", `login at ${registry}`, "engine of Local", "healthy"],
    ],
  });
});

test("status names servers that do not run or cannot be used, and who is in want of them", async () => {
  const runner = `smallboat-${stage}-runner-shared`;
  const inRunner = (command: string) => docker("exec", runner, "sh", "-c", command);
  const servers = [`smallboat-${stage}-registry`, `smallboat-${stage}-pypi`];
  await inRunner("cp /etc/resolv.conf /tmp/ && echo nameserver 127.0.0.1 > /etc/resolv.conf");
  await docker("stop", ...servers);
  await expect.poll(broken, { timeout: 90_000, interval: 1000 }).toEqual({
    checks: [
      expect.stringMatching(/^pypi for jobs of runner containers: .*ECONNREFUSED/),
      expect.stringMatching(/^gitlab for runner shared: .*(EAI_AGAIN|ENOTFOUND) gitlab$/),
      expect.stringMatching(/^pypi for jobs of runner shared: .*ECONNREFUSED/),
      expect.stringMatching(/^registry for host Local: .*connection refused/),
    ],
    things: ["pypi pypi", "registry registry"],
  });
  await docker("start", ...servers);
  // What cannot be used is named, though every container is healthy. The projects' own pipelines fail, for they are empty.
  const summary = async () => {
    const { code, stdout } = await project.operation("status");
    return [code, stdout.trimEnd().split("\n").at(-1)];
  };
  const only =
    /^Not well: gitlab is unhealthy for runner shared: [^;]*(; project \w+: the last pipeline of main \w+)*\.$/;
  await expect.poll(summary, { timeout: 90_000, interval: 1000 }).toEqual([2, expect.stringMatching(only)]);
  await inRunner("cat /tmp/resolv.conf > /etc/resolv.conf");
  await expect.poll(broken, { timeout: 90_000, interval: 1000 }).toEqual({ checks: [], things: [] });
});

test("a change by hand is reported, and a plain run repairs it", async () => {
  const gitlab = await standinOf(project);
  const runners = (await gitlab.request("GET", "/runners/all")) as { id: number; description: string }[];
  const shared = runners.find(({ description }) => description.startsWith("shared"));
  const file = { branch: "dev", content: "stages: []\n", commit_message: "Edit by hand" };
  const statuses = [
    await byHand(gitlab, "PUT", `${chat}/variables/MODE`, { value: "changed by hand" }),
    await byHand(gitlab, "PUT", `${chat}/variables/AFCRED`, { value: "changed-by-hand" }),
    await byHand(gitlab, "DELETE", `${chat}/variables/DOCKER_REGISTRY_USER`),
    await byHand(gitlab, "DELETE", `${chat}/protected_branches/main`),
    await byHand(gitlab, "PUT", `${chat}/repository/files/.gitlab-ci.yml`, file),
    await byHand(gitlab, "DELETE", `/runners/${shared?.id}`),
  ];
  expect(statuses).toEqual([200, 200, 204, 204, 200, 204]);
  await using receiver = await answering([answer(200)]);
  const hook = `${receiver.address}/hook`;
  await project.pulumi("config", "set", "--secret", "--path", "smallboat:notify[0].url", hook);
  const { outcome, issues } = await told();
  const found = [
    ["chat file .gitlab-ci.yml on dev", "content changed"],
    ["chat protection of branch main", "removed"],
    ["chat variable AFCRED", "value changed"],
    ["chat variable DOCKER_REGISTRY_USER", "removed"],
    ["chat variable MODE", "value changed"],
    ["shared registration for the group", "removed"],
  ] as const;
  expect([outcome, issues]).toEqual([
    { code: 2, stdout: found.map(([what, text]) => `${what}: ${text}\n`).join(""), stderr: "" },
    [{ state: "opened", lines: found.map(([what, text]) => `\`${what}\`: ${text}`) }],
  ]);
  expect(readFileSync(join(project.folder, `Pulumi.${stage}.yaml`), "utf8")).not.toContain(hook);
  const { looked, deep } = await tryReadings(project);
  expect(deep.length).toBeGreaterThan(6);
  expect(looked).toEqual(deep);
  const { changes } = await project.up();
  expect(changes.filter((change) => !/refresh/.test(change))).toEqual([
    "create BranchProtection chat/main",
    "create ProjectVariable chat/DOCKER_REGISTRY_USER",
    "create UserRunner shared",
    "create-replacement Container runner-shared/runner",
    "delete-replaced Container runner-shared/runner",
    "replace Container runner-shared/runner",
    "update ProjectVariable chat/AFCRED",
    "update ProjectVariable chat/MODE",
    "update RepositoryFile chat/dev/.gitlab-ci.yml",
  ]);
  const later = await told();
  expect([later.outcome, later.issues]).toEqual([same, [{ state: "closed", lines: [] }]]);
  expect(receiver.asked.map(({ url, body }) => [url, JSON.parse(body).title])).toEqual([
    ["/hook", `Stage ${stage}: 6 differences`],
    ["/hook", `Stage ${stage}: nothing differs`],
  ]);
});

/** A finding's line without what differs each time. */
const general = (line: string) => line.replace(stage, "<stage>").replace(/runner \d+/, "runner <id>");

let look: Look;
test("every change by hand in GitLab is found in one look", async () => {
  const hands = await handsOf(project);
  for (const { what, change } of gitlabChanges)
    await change(hands).catch((error: Error) => Promise.reject(new Error(`${what}: ${error.message}`)));
  look = await lookAt(project);
  expect({
    code: look.code,
    unanswered: look.report.unanswered,
    found: findingLines(look.report.findings).map(general),
  }).toEqual({
    code: 2,
    unanswered: [],
    found: gitlabChanges.flatMap(({ found }) => found).sort(),
  });
});

test("heal puts it right, with the runner that has a new token, and leaves the rest to people", async () => {
  const { code, stdout } = await project.operation("heal");
  const ofPeople = look.report.findings.filter(({ remedy }) => remedy === "person");
  expect([code, stdout.slice(stdout.indexOf("put right")).trimEnd().split("\n").length]).toEqual([
    2,
    look.report.findings.length,
  ]);
  expect(findingLines((await lookAt(project)).report.findings)).toEqual(findingLines(ofPeople));
  const hands = await handsOf(project);
  for (const { remedied } of gitlabChanges) await remedied?.(hands);
  await unchanged();
});

test.each([
  ["removed", ["rm", "--force"]],
  ["stopped", ["stop"]],
] as const)(
  "a stand-in that was %s by hand is reported, and comes back with its data",
  async (what, command) => {
    await docker(...command, `smallboat-${stage}-gitlab`);
    const { code, stdout, stderr } = await drift();
    expect([code, stdout.replace(/ \(.*\)/, ""), stderr]).toEqual([
      1,
      `gitlab gitlab: container ${what}\n`,
      expect.stringMatching(
        /^http:\S+: expected the stand-in for GitLab to answer, found "[^"]+"; bring it up again with "make up"\n$/,
      ),
    ]);
    expect((await project.operation("up")).code).toBe(0);
    const gitlab = await standinOf(project);
    expect(((await gitlab.request("GET", `${chat}/variables`)) as unknown[]).length).toBe(4);
    await unchanged();
  },
);

test("one run restores a machine that lost everything, and creates the stand-in's objects again", async () => {
  const ofStage = (kind: string, ...how: string[]) =>
    dockerLines(kind, "ls", "--quiet", ...how, `--filter=label=smallboat.stage=${stage}`);
  const volumes = await ofStage("volume");
  // Jobs of runners have no label of the stage.
  const ofJobs = volumes.map((name) => dockerLines("ps", "--all", "--quiet", `--filter=volume=${name}`));
  const containers = [await ofStage("container", "--all"), ...(await Promise.all(ofJobs))].flat();
  await docker("rm", "--force", ...new Set(containers));
  await docker("volume", "rm", ...volumes);
  await docker("network", "rm", ...(await ofStage("network")));
  await docker("image", "rm", "--force", `smallboat-standin-gitlab:${stage}`);
  const { code, stderr } = await project.operation("up");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const gitlab = await standinOf(project);
  expect(((await gitlab.request("GET", `${chat}/variables`)) as unknown[]).length).toBe(4);
  expect((await project.up()).changes).toEqual([]);
  await unchanged();
});

test("a stage without its stand-in is destroyed completely", async () => {
  await docker("rm", "--force", `smallboat-${stage}-gitlab`);
  expect(await project.operation("down")).toMatchObject({ code: 0 });
  expect(await docker("ps", "--all", "--quiet", `--filter=label=smallboat.stage=${stage}`)).toBe("");
  expect(await docker("volume", "ls", "--quiet", `--filter=name=smallboat-${stage}-gitlab`)).toBe("");
});
