import { expect, test } from "vitest";
import { tellAudience } from "../../../cli/drift/audience.ts";
import { pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { connectGitLab } from "../../../lib/gitlab/client.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import type { StageReport } from "../../../lib/status/model.ts";
import { report, stopped, variable } from "../notice/report.ts";
import { type InnerGitLab, innerGitLab } from "../standin/work/api.ts";
import { answer, answering } from "../support/answers.ts";
import { workIn } from "./workplace.ts";

const slow = { timeout: 60_000 };
const [web, db] = [stopped("web"), stopped("db")];

/** A stand-in with a project, and scheduled runs, an hour apart, by the token of a developer. */
async function scheduled() {
  const inner = await innerGitLab();
  const { id } = await inner.ok<{ id: number }>("POST", "/projects", { name: "environment" });
  const { token } = await inner.member(id, 30);
  const url = await inner.gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const client = connectGitLab({ url, token, patience: 100 });
  let hour = 0;
  const run = async (more: Partial<StageReport>, webhooks: readonly string[] = [], stage = "prod") => {
    hour += 1;
    const at = `2026-11-26T${String(hour).padStart(2, "0")}:00:00.000Z`;
    const audience = {
      project: pipelineProject(client, `/projects/${id}`, "main"),
      webhooks: webhooks.map((url) => ({ url, format: "json" as const })),
    };
    const problems = await tellAudience(audience, { report: { ...report(at, more), stage } });
    return problems.map(problemLine);
  };
  return { inner, id, token, url, run };
}

/** The project's issues with their comments, the oldest first. */
async function issuesOf({ ok }: InnerGitLab, id: number) {
  type Issue = { iid: number; state: string; title: string; labels: string[]; description: string };
  const issues = await ok<Issue[]>("GET", `/projects/${id}/issues?sort=asc`);
  return Promise.all(
    issues.map(async ({ iid, state, title, labels, description }) => {
      const path = `/projects/${id}/issues/${iid}/notes?sort=asc`;
      const notes = await ok<{ body: string; system: boolean }[]>("GET", path);
      const comments = notes.flatMap(({ body, system }) => (system ? [] : (body.match(/`[^`]+`/g) ?? [])));
      return { iid, state, title, labels, comments, description };
    }),
  );
}

test("ten scheduled runs with three findings keep one issue", slow, async () => {
  const { inner, id, run } = await scheduled();
  const looks = [[], [web], [web], [web, db], [db], [db], [], [], [variable], [variable]];
  for (const findings of looks) expect(await run({ findings })).toEqual([]);
  const [issue, ...more] = await issuesOf(inner, id);
  expect([more, issue]).toEqual([
    [],
    {
      ...{ iid: 1, state: "opened", title: "Drift of stage prod", labels: ["drift"] },
      comments: ["`10.0.0.60/chat db`", "`gitlab chat variable MODE`"],
      description: expect.stringContaining("`gitlab chat variable MODE`: value changed"),
    },
  ]);
  await run({});
  expect((await issuesOf(inner, id)).map(({ state }) => state)).toEqual(["closed"]);
});

test("each stage has its own issue, and an issue of another author is ignored", slow, async () => {
  const { inner, id, run } = await scheduled();
  await run({ findings: [web] });
  const [ours] = await issuesOf(inner, id);
  const copy = { title: "Copied", description: ours?.description, labels: "drift" };
  await run({ findings: [web] }, [], "dev");
  await inner.ok("POST", `/projects/${id}/issues`, copy);
  await run({});
  expect((await issuesOf(inner, id)).map(({ title, state }) => `${title}: ${state}`)).toEqual([
    "Drift of stage prod: closed",
    "Drift of stage dev: opened",
    "Copied: opened",
  ]);
});

test("one that somebody removed is made anew, and two that are made at once end as one", slow, async () => {
  const { inner, id, run } = await scheduled();
  await run({ findings: [web] });
  await inner.ok("DELETE", `/projects/${id}/issues/1`);
  await Promise.all([run({ findings: [web] }), run({ findings: [web] })]);
  await run({ findings: [web, db] });
  const states = (await issuesOf(inner, id)).map(({ state, comments }) => [state, ...comments]);
  expect(states.filter(([state]) => state === "opened")).toEqual([["opened", "`10.0.0.60/chat db`"]]);
});

test("webhooks get a link to the issue, and the issue remembers what they were told", slow, async () => {
  const { run, url } = await scheduled();
  await using receiver = await answering([answer(200)]);
  for (const findings of [[], [web], [web], [web, db], []]) await run({ findings }, [receiver.address]);
  const said = receiver.asked.map(({ body }) => JSON.parse(body));
  expect(said.map(({ kind, title, issue }) => [kind, title, issue])).toEqual([
    ["new", "Stage prod: 1 difference", `${url}/root/environment/-/issues/1`],
    ["new", "Stage prod: 2 differences", `${url}/root/environment/-/issues/1`],
    ["clear", "Stage prod: nothing differs", `${url}/root/environment/-/issues/1`],
  ]);
});

test(
  "a webhook that hangs or refuses is a sentence without its address, and is told at the next run",
  slow,
  async () => {
    const { inner, id, run } = await scheduled();
    await using hanging = await answering([() => {}]);
    await using refusing = await answering([answer(404), answer(200)]);
    await using moved = await answering([answer(302, "", { location: hanging.address })]);
    const gone = await answering([]);
    await gone[Symbol.asyncDispose]();
    const webhooks = [
      `${hanging.address}/secret`,
      `${refusing.address}/secret`,
      `${moved.address}/secret`,
      `${gone.address}/secret`,
    ];
    const begun = Date.now();
    const expected = (index: number, found: string) =>
      `Pulumi.prod.yaml smallboat:notify.${index}.url: expected a webhook that takes the message, found ${found}; ` +
      "correct it, or wait: the next run tells it again";
    expect(await run({ findings: [web] }, webhooks)).toEqual([
      expected(0, "no answer within 5 s"),
      expected(1, "HTTP 404"),
      expected(2, "HTTP 302"),
      expected(3, "no answer (ECONNREFUSED)"),
    ]);
    expect(Date.now() - begun).toBeLessThan(8_000);
    expect((await issuesOf(inner, id)).map(({ state }) => state)).toEqual(["opened"]);
    expect(await run({ findings: [web] }, webhooks.slice(0, 2))).toEqual([
      expected(0, "no answer within 5 s"),
    ]);
    expect([hanging.asked.length, refusing.asked.length]).toEqual([2, 2]);
  },
);

test(
  "a GitLab that is away, or does not know the token, is a sentence, and webhooks are told",
  slow,
  async () => {
    await using receiver = await answering([answer(200)]);
    const webhooks = [{ url: receiver.address, format: "json" as const }];
    const look = { report: report("2026-11-26T05:00:00Z", { findings: [web] }) };
    const told = async (url: string, token: string) => {
      const project = pipelineProject(connectGitLab({ url, token, patience: 100 }), "/projects/1", "main");
      return (await tellAudience({ webhooks, project }, look)).map(problemLine);
    };
    const { url } = await scheduled();
    expect([await told("http://127.0.0.1:9", "glpat-x"), await told(url, "glpat-unknown")]).toEqual([
      [
        'http://127.0.0.1:9: expected GitLab to keep the issue of stage prod, found "connect ECONNREFUSED 127.0.0.1:9"; the next run tells it',
      ],
      [
        `${url}: expected GitLab to keep the issue of stage prod, found "401 Unauthorized"; set a GITLAB_TOKEN that is neither expired nor revoked`,
      ],
    ]);
    expect(receiver.asked.length).toBe(2);
  },
);

test("without an issue a file remembers what webhooks were told", async () => {
  workIn({ ".smallboat/told/dev.json": "damaged" });
  await using receiver = await answering([answer(200)]);
  const webhooks = [{ url: receiver.address, format: "ntfy" as const }];
  for (const findings of [[web], [web], [web, db]])
    await tellAudience(
      { webhooks, project: undefined },
      { report: { ...report("2026-11-26T05:00:00Z", { findings }), stage: "dev" } },
    );
  expect(receiver.asked.map(({ headers, body }) => [headers.title, body])).toEqual([
    ["Stage dev: 1 difference", "10.0.0.60/chat web: container stopped (exit code 137)"],
    ["Stage dev: 2 differences", "10.0.0.60/chat db: container stopped (exit code 137)"],
  ]);
});
