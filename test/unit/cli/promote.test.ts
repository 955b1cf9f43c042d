import { expect, test } from "vitest";
import { unhealthyProblems } from "../../../cli/promote/healthy.ts";
import { committedLock, propose } from "../../../cli/promote/propose.ts";
import { leftLine, selectStacks } from "../../../cli/promote/selection.ts";
import { pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { connectGitLab } from "../../../lib/gitlab/client.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { type Lock, lockText, parseLock } from "../../../lib/releases/index.ts";
import type { StageReport, Thing } from "../../../lib/status/index.ts";
import { innerGitLab, projectWithCommit } from "../standin/work/api.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const at = "2026-11-26T10:00:00.000Z";

/** A container of Local/web that has run for an hour. */
function web(more: Partial<Thing> = {}, since = "2026-11-26T09:00:00.000Z"): Thing {
  return {
    ...{ address: "Local/web app", place: "Local/web", host: "Local", kind: "container", name: "web-app-1" },
    ...{ service: "app", sync: "in sync", health: "healthy" },
    container: { id: "1", image: "app:1", since, restarts: 0, addresses: [] },
    ...more,
  };
}

function refusals(things: readonly Thing[], more: Partial<StageReport> = {}): string[] {
  const report = {
    format: 1,
    stage: "dev",
    at,
    things,
    findings: [],
    unanswered: [],
    idleRules: [],
  } as const;
  return unhealthyProblems("Local/web", { ...report, ...more }, 600, "prod").map(problemLine);
}

test("healthy containers that have run long enough are promoted, whatever other stacks do", () => {
  const other = web({ place: "Local/other", health: "stopped" });
  const outdated = web({ sync: "outdated" }, "2026-11-26T09:50:00.000Z");
  expect(refusals([web(), outdated, other])).toEqual([]);
});

test.for<[string, Thing, string]>([
  [
    "stopped",
    web({ health: "stopped", state: "exited with 137" }),
    "expected a healthy container in dev, found stopped: exited with 137; see make status STAGE=dev; nothing was promoted",
  ],
  [
    "starting",
    web({ health: "starting" }),
    "expected a healthy container in dev, found starting; see make status STAGE=dev; nothing was promoted",
  ],
  [
    "changed by hand",
    web({ sync: "drifted" }),
    "expected the container that dev recorded, found a changed one; see make drift STAGE=dev; nothing was promoted",
  ],
  [
    "young",
    web({}, "2026-11-26T09:56:00.000Z"),
    "expected a container that has run for 10m (smallboat:promote.after of prod), found one that started 4m ago; repeat make promote in 6m",
  ],
])("a container that is %s is not promoted", ([, thing, line]) => {
  expect(refusals([web(), thing])).toEqual([`stacks/Local/web app: ${line}`]);
});

test("of a host that does not answer nothing is known", () => {
  const unknown = web({ sync: "unknown", health: "unknown" });
  const unanswered = [
    { who: "Local", text: "no answer" },
    { who: "gitlab", text: "no answer" },
  ];
  expect(refusals([unknown, unknown], { unanswered })).toEqual([
    'stacks/Local/web: expected host Local of dev to answer, so that its health is known, found "no answer"; repeat make promote once it answers',
  ]);
});

const references = {
  "Local/web": { app: "app:1" },
  "Local/db": { db: "db:1" },
  "Local/built": { app: "b:1" },
};
const source = {
  stage: "dev",
  running: {
    "Local/web": { files: "f", images: { "app:1": { digest: digest("a") } } },
    "Local/db": { files: "f", images: { "db:1": { digest: digest("b") } } },
  },
  references,
};
const hold = { release: 3, at, by: "jo", files: "f", images: {} };
const target = { stage: "prod", references, lock: { stacks: {} } as Lock, holds: { "Local/db": hold } };
const all = { ids: Object.keys(references), isNamed: false, isLifting: false };

test("a held stack is left alone and named, and taken on purpose if there is something newer", () => {
  const { taken, left, problems } = selectStacks(source, target, all);
  expect([taken.map(({ id }) => id), left, problems]).toEqual([["Local/web"], ["Local/db"], []]);
  expect(leftLine("Local/db", target.holds, "dev", "prod")).toBe(
    "Local/db is held at release 3 of prod (by jo): it is left alone. To promote it on purpose: make promote FROM=dev TO=prod STACK=Local/db LIFT=1",
  );
  const named = { ids: ["Local/db"], isNamed: true, isLifting: true };
  expect(selectStacks(source, target, named).taken.map(({ id }) => id)).toEqual(["Local/db"]);
  const lock = { stacks: { "Local/db": { files: "f", images: { "db:1": { digest: digest("b") } } } } };
  const again = selectStacks(source, { ...target, lock }, named);
  expect([again.taken, again.problems.map(problemLine)]).toEqual([
    [],
    [
      "stacks/Local/db: expected images in dev that are newer than those that Local/db was rolled back from, found the same; bring newer ones up in dev, or lift the hold: make release-hold STAGE=prod STACK=Local/db OFF=1",
    ],
  ]);
});

test("a named stack without images of a registry is refused", () => {
  const { taken, problems } = selectStacks(source, target, { ...all, ids: ["Local/built"], isNamed: true });
  expect([taken, problems.map(problemLine)]).toEqual([
    [],
    [
      "stacks/Local/built: expected an image of a registry, which another stage can get, found none: dev builds its images, or has them without a registry; push them to the registry of the stage, and name them in the compose file",
    ],
  ]);
});

const slow = { timeout: 60_000 };
const promotedLock = (letter: string): Lock => ({
  stacks: { "Local/web": { files: "", images: { "app:prod.1": { digest: digest(letter) } } } },
});

/** A stand-in with the project of the stages, and what it has of promotions. */
async function stagesProject() {
  const inner = await innerGitLab();
  const { id } = await projectWithCommit(inner);
  const { token } = await inner.member(id, 30);
  const url = await inner.gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const project = pipelineProject(connectGitLab({ url, token, patience: 100 }), `/projects/${id}`, "main");
  const requests = () =>
    inner.ok<{ iid: number; title: string; source_branch: string; description: string }[]>(
      "GET",
      `/projects/${id}/merge_requests?state=opened`,
    );
  const proposal = (lock: Lock) => ({ stage: "prod", lock, title: "Promote", description: "Why" });
  return { inner, id, project, requests, proposal };
}

test("a lock is proposed once, on a branch of its own", slow, async () => {
  const { inner, id, project, requests, proposal } = await stagesProject();
  const before = await committedLock(project, "prod");
  expect(before).toEqual({ lock: { stacks: {} }, commit: undefined });
  const first = await propose(project, proposal(promotedLock("a")), before);
  const again = await propose(project, proposal(promotedLock("a")), before);
  expect([first.isNew, again]).toEqual([true, { url: first.url, isNew: false }]);
  const [request, ...more] = await requests();
  expect([more, request]).toEqual([[], expect.objectContaining({ title: "Promote", description: "Why" })]);
  const branch = encodeURIComponent(request?.source_branch ?? "");
  const { body } = await inner.api(
    "GET",
    `/projects/${id}/repository/files/locks%2Fprod.yaml/raw?ref=${branch}`,
  );
  expect(body).toBe(lockText("prod", promotedLock("a")));
});

test(
  "two promotions at once: the same is one request, another is another, and the first to merge counts",
  slow,
  async () => {
    const { inner, id, project, requests, proposal } = await stagesProject();
    const before = await committedLock(project, "prod");
    const made = await Promise.all([
      propose(project, proposal(promotedLock("a")), before),
      propose(project, proposal(promotedLock("a")), before),
      propose(project, proposal(promotedLock("b")), before),
    ]);
    const open = await requests();
    expect([new Set(made.map(({ url }) => url)).size, open.length]).toEqual([2, 2]);
    await inner.ok("PUT", `/projects/${id}/merge_requests/${open[0]?.iid}/merge`, {});
    const { lock, commit } = await committedLock(project, "prod");
    expect(Object.keys(lock.stacks)).toEqual(["Local/web"]);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
  },
);

test("a lock with marks of a conflict on the default branch is refused in a line", slow, async () => {
  const { inner, id, project } = await stagesProject();
  const text = lockText("prod", promotedLock("a"));
  const content = `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`;
  const actions = [{ action: "create", file_path: "locks/prod.yaml", content }];
  await inner.ok("POST", `/projects/${id}/repository/commits`, {
    branch: "main",
    commit_message: "x",
    actions,
  });
  await expect(committedLock(project, "prod")).rejects.toThrow(
    /^locks\/prod\.yaml: expected a lock as the commands write it, found the marks of a merge conflict; [^\n]+$/,
  );
  expect(() => parseLock("prod", content)).toThrow();
});

test("a GitLab that refuses is quoted, and says what was done", slow, async () => {
  const { project, proposal } = await stagesProject();
  const stale = { lock: { stacks: {} }, commit: "0".repeat(40) };
  await expect(propose(project, proposal(promotedLock("a")), stale)).rejects.toThrow(
    /^http:\S+: expected GitLab to take the lock of stage prod as a merge request, found "[^"\n]+"; nothing of stage prod was changed: repeat make promote; images that were copied are not sent again$/,
  );
});
