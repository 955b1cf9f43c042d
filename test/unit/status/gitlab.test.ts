import { expect, test } from "vitest";
import { lookAtGitLab } from "../../../cli/status/gitlab-look.ts";
import type { Deployment, Resource } from "../../../lib/state/index.ts";
import type { PartialReport } from "../../../lib/status/index.ts";
import { innerGitLab } from "../standin/work/api.ts";
import { answering } from "../support/answers.ts";

const slow = { timeout: 60_000 };
const content = "stages: [build]\n";
const settings = {
  ...{ mergeMethod: "merge", squashOption: "default_on", onlyAllowMergeIfPipelineSucceeds: true },
  ...{ publicJobs: false, sharedRunnersEnabled: false, ciDefaultGitDepth: 20, wikiAccessLevel: "disabled" },
};

function underscored(values: object): object {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [snake(name), value]));
}

function component(name: string): Resource {
  return { urn: `urn:pulumi:dev::smallboat::smallboat:index:Part::${name}`, type: "smallboat:index:Part" };
}

function resource(type: string, name: string, id: string | number, inputs: object): Resource {
  const token = `gitlab:index/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`;
  const { urn: parent } = component(name.split("/")[0] ?? "");
  const urn = `urn:pulumi:dev::smallboat::${token}::${name}`;
  return { urn, type: token, id: `${id}`, parent, inputs: { ...inputs } };
}

/** A stage with an object of each class in a stand-in, as its state records it. */
async function stage() {
  const inner = await innerGitLab();
  const { ok } = inner;
  const url = await inner.gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const create = async (path: string, fields: object) => (await ok<{ id: number }>("POST", path, fields)).id;
  const groupInputs = { path: "team", name: "team", visibilityLevel: "private", requestAccessEnabled: false };
  const group = await create("/groups", { path: "team", name: "team", visibility: "private" });
  await ok("PUT", `/groups/${group}`, { request_access_enabled: false });
  const project = await create("/projects", {
    ...{ name: "chat", path: "chat", namespace_id: group, description: "" },
    ...underscored(settings),
  });
  const within = `/projects/${project}`;
  const actions = [{ action: "create", file_path: ".gitlab-ci.yml", content }];
  await ok("POST", `${within}/repository/commits`, { branch: "main", commit_message: "First", actions });
  await ok("POST", `${within}/repository/branches`, { branch: "dev", ref: "main" });
  const variable = {
    key: "MODE",
    value: "test",
    variable_type: "env_var",
    protected: false,
    masked: false,
    raw: false,
  };
  await ok("POST", `${within}/variables`, variable);
  const hiddenOne = { key: "TOKEN", value: "hunter2-hunter2", masked_and_hidden: true };
  await ok("POST", `${within}/variables`, hiddenOne);
  const levels = { push_access_level: 0, merge_access_level: 40, allow_force_push: false };
  await ok("DELETE", `${within}/protected_branches/main`).catch(() => undefined);
  await ok("POST", `${within}/protected_branches`, { name: "main", ...levels });
  await ok("POST", `${within}/protected_tags`, { name: "v*", create_access_level: 40 });
  const environment = await create(`${within}/environments`, { name: "lab", tier: "testing" });
  const cron = { description: "nightly", ref: "main", cron: "0 4 * * *", cron_timezone: "UTC", active: true };
  const schedule = await create(`${within}/pipeline_schedules`, cron);
  await ok("POST", `${within}/pipeline_schedules/${schedule}/variables`, { key: "DEPTH", value: "3" });
  const told = { runner_type: "group_type", group_id: group, description: "shared of stage dev" };
  const runner = await create("/user/runners", {
    ...told,
    tag_list: "b,a",
    run_untagged: false,
    locked: true,
  });
  const on = { project: `${project}` };
  const resources = [
    resource("Group", "gitlab", group, groupInputs),
    resource("Project", "chat", project, {
      ...{ name: "chat", path: "chat", namespaceId: group, description: "", visibilityLevel: "private" },
      ...{ ...settings, initializeWithReadme: true, defaultBranch: "main" },
    }),
    resource("ProjectVariable", "chat/MODE", `${project}:MODE:*`, {
      ...{ ...on, key: "MODE", value: "test", variableType: "env_var", environmentScope: "*" },
      ...{ protected: false, masked: false, hidden: false, raw: false, description: "" },
    }),
    resource("ProjectVariable", "chat/TOKEN", `${project}:TOKEN:*`, {
      ...{ ...on, key: "TOKEN", value: "hunter2-hunter2", masked: true, hidden: true },
    }),
    resource("BranchProtection", "chat/main", `${project}:main`, {
      ...{ ...on, branch: "main", pushAccessLevel: "no one", mergeAccessLevel: "maintainer" },
      allowForcePush: false,
    }),
    resource("TagProtection", "chat/v*", `${project}:v*`, {
      ...on,
      tag: "v*",
      createAccessLevel: "maintainer",
    }),
    resource("Branch", "chat/dev", `${project}:dev`, { ...on, name: "dev", ref: "main" }),
    resource("RepositoryFile", "chat/main/.gitlab-ci.yml", `${project}:main:.gitlab-ci.yml`, {
      ...{ ...on, branch: "main", filePath: ".gitlab-ci.yml", content, encoding: "text" },
      ...{ authorName: "smallboat", createCommitMessage: "Add the pipeline" },
    }),
    resource("ProjectEnvironment", "chat/lab", `${project}:${environment}`, {
      ...{ ...on, name: "lab", tier: "testing", description: "", stopBeforeDestroy: true },
    }),
    resource("PipelineSchedule", "chat/nightly", `${project}:${schedule}`, {
      ...{ ...on, description: "nightly", ref: "refs/heads/main", cron: "0 4 * * *", cronTimezone: "UTC" },
      active: true,
    }),
    resource("PipelineScheduleVariable", "chat/nightly/DEPTH", `${project}:${schedule}:DEPTH`, {
      ...{ ...on, pipelineScheduleId: schedule, key: "DEPTH", value: "3", variableType: "env_var" },
    }),
    resource("UserRunner", "shared", runner, {
      ...{
        runnerType: "group_type",
        groupId: group,
        description: "shared of stage dev",
        tagLists: ["a", "b"],
      },
      ...{ untagged: false, locked: true, paused: false, accessLevel: "not_protected" },
    }),
  ];
  return {
    inner,
    group,
    project,
    schedule,
    environment,
    runner,
    look: () => lookAtGitLab(recorded(url, resources)),
  };
}

function recorded(url: string, resources: readonly Resource[]): Deployment {
  const provider = {
    ...{ urn: "urn:pulumi:dev::smallboat::pulumi:providers:gitlab::gitlab", type: "pulumi:providers:gitlab" },
    inputs: { baseUrl: `${url}/api/v4/`, token: "glpat-unit-test-root-token" },
  };
  const components = ["gitlab", "chat", "shared"].map(component);
  return { resources: [...components, provider, ...resources], pending_operations: [] };
}

function lines({ findings }: PartialReport): string[] {
  return findings.map(({ address, text, cause, remedy }) => `${address}: ${text} (${cause}, ${remedy})`);
}

test("an untouched stage has no finding, and every object is there", slow, async () => {
  const { look } = await stage();
  const { things, findings, unanswered } = await look();
  expect([findings, unanswered]).toEqual([[], []]);
  expect(things.map(({ address, sync, health, state }) => [address, sync, health, state])).toEqual(
    [
      ["gitlab group team"],
      ["chat project chat"],
      ["chat variable MODE"],
      ["chat variable TOKEN"],
      ["chat protection of branch main"],
      ["chat protection of tag v*"],
      ["chat branch dev"],
      ["chat file .gitlab-ci.yml on main"],
      ["chat environment lab", "available"],
      ["chat schedule nightly"],
      ["chat variable of a schedule nightly/DEPTH"],
      ["shared registration for the group", "never_contacted"],
    ].map(([address, state]) => [address, "in sync", "healthy", state]),
  );
});

test("each change by hand is found, with its field and without a secret", slow, async () => {
  const { inner, group, project, schedule, environment, runner, look } = await stage();
  const { ok } = inner;
  const within = `/projects/${project}`;
  await ok("PUT", `/groups/${group}`, { visibility: "internal" });
  await ok("PUT", within, { merge_method: "ff", ci_default_git_depth: 50 });
  await ok("PUT", `${within}/variables/MODE`, { value: "hunter2", protected: true });
  await ok("DELETE", `${within}/protected_branches/main`);
  await ok("POST", `${within}/protected_branches`, {
    name: "main",
    push_access_level: 30,
    merge_access_level: 40,
  });
  await ok("DELETE", `${within}/protected_tags/v*`);
  await ok("DELETE", `${within}/repository/branches/dev`);
  const file = { branch: "main", content: "stages: []\n", commit_message: "By hand" };
  await ok("PUT", `${within}/repository/files/.gitlab-ci.yml`, file);
  await ok("PUT", `${within}/environments/${environment}`, { tier: "production" });
  await ok("PUT", `${within}/pipeline_schedules/${schedule}`, { active: false, cron: "0 5 * * *" });
  await ok("PUT", `${within}/pipeline_schedules/${schedule}/variables/DEPTH`, { value: "4" });
  await ok("PUT", `/runners/${runner}`, { paused: true, tag_list: ["a"] });
  const found = await look();
  expect(lines(found)).toEqual(
    [
      "gitlab group team: visibility private -> internal",
      "chat project chat: merge method merge -> ff",
      "chat project chat: ci default git depth 20 -> 50",
      "chat variable MODE: value changed",
      "chat variable MODE: protected false -> true",
      "chat protection of branch main: who may push no one -> developer",
      "chat protection of tag v*: removed",
      "chat branch dev: removed",
      "chat file .gitlab-ci.yml on main: content changed",
      "chat environment lab: tier testing -> production",
      "chat schedule nightly: cron 0 4 * * * -> 0 5 * * *",
      "chat schedule nightly: active true -> false",
      "chat variable of a schedule nightly/DEPTH: value changed",
      "shared registration for the group: paused false -> true",
      "shared registration for the group: tags a,b -> a",
    ].map((line) => `${line} (by hand, heal)`),
  );
  expect(JSON.stringify(found)).not.toContain("hunter2");
  expect((await look()).findings.map(({ id }) => id)).toEqual(found.findings.map(({ id }) => id));
});

test("an object that nobody declared is named, and its remedy is a person", slow, async () => {
  const { inner, group, project, look } = await stage();
  const { ok } = inner;
  await ok("POST", "/projects", { name: "Other", path: "other", namespace_id: group });
  await ok("POST", `/groups/${group}/variables`, { key: "EVERYWHERE", value: "x" });
  await ok("POST", `/projects/${project}/variables`, { key: "MODE", value: "x", environment_scope: "lab" });
  const made = { description: "mine", run_untagged: true };
  const [one, two] = [
    await ok<{ id: number }>("POST", "/user/runners", {
      ...made,
      runner_type: "group_type",
      group_id: group,
    }),
    await ok<{ id: number }>("POST", "/user/runners", {
      ...made,
      runner_type: "project_type",
      project_id: project,
    }),
  ];
  await ok("POST", "/user/runners", { ...made, runner_type: "instance_type" });
  expect(lines(await look())).toEqual(
    [
      "gitlab extra project other",
      "gitlab extra variable EVERYWHERE",
      `gitlab extra runner ${one.id} (mine)`,
      "chat extra variable MODE for lab",
      `chat extra runner ${two.id} (mine)`,
    ].map((name) => `${name}: nobody declared it (by hand, person)`),
  );
});

test("the objects of a removed project are gone with it", slow, async () => {
  const { inner, project, look } = await stage();
  await inner.ok("DELETE", `/projects/${project}`);
  const found = await look();
  expect(found.things.filter(({ health }) => health === "missing").length).toBe(10);
  // Its starter and its pipelines are no objects of GitLab, so a heal would make it empty.
  expect([
    ...new Set(found.findings.map(({ text, cause, remedy }) => `${text} (${cause}, ${remedy})`)),
  ]).toEqual(["removed (by hand, person)", "removed (project chat removed, person)"]);
});

const shared = resource("UserRunner", "shared", 7, { runnerType: "group_type", paused: false });

test("a GitLab that hangs, or does not know the token, is unknown and never drift", slow, async () => {
  await using hanging = await answering([() => {}]);
  const { url } = { url: await (await innerGitLab()).gitlab.server.listen({ host: "127.0.0.1", port: 0 }) };
  const begun = Date.now();
  const denied = recorded(url, [shared]);
  const unknownToken = {
    ...denied,
    resources: denied.resources.map((each) => ({
      ...each,
      ...(each.inputs?.token !== undefined && { inputs: { ...each.inputs, token: "glpat-unknown" } }),
    })),
  };
  const looks = [await lookAtGitLab(recorded(hanging.address, [shared])), await lookAtGitLab(unknownToken)];
  expect(
    looks.map(({ things, findings }) => [things.map(({ sync, health }) => [sync, health]), findings]),
  ).toEqual([
    [[["unknown", "unknown"]], []],
    [[["unknown", "unknown"]], []],
  ]);
  expect(looks.map(({ unanswered }) => unanswered)).toEqual([
    [
      {
        who: "gitlab",
        text: `${hanging.address}: expected a GitLab that answers at ${hanging.address}, found "no answer within 12 s"; start it or correct the address, then run this again`,
      },
    ],
    [
      {
        who: "gitlab",
        text: `${url}: expected a token that ${url} knows, found "401 Unauthorized"; set a token that is neither expired nor revoked, then run "make up"`,
      },
    ],
  ]);
  expect(Date.now() - begun).toBeLessThan(16_000);
});

test("a stage without GitLab sends no request", async () => {
  expect(await lookAtGitLab({ resources: [], pending_operations: [] })).toEqual({
    ...{ things: [], findings: [], unanswered: [] },
  });
});
