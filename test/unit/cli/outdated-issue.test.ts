import { expect, test } from "vitest";
import { keepIssue } from "../../../cli/outdated/tell.ts";
import { pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { connectGitLab } from "../../../lib/gitlab/client.ts";
import type { ImageNews, OutdatedReport } from "../../../lib/outdated/index.ts";
import { innerGitLab } from "../standin/work/api.ts";

const slow = { timeout: 60_000 };
const news = (reference: string): ImageNews => ({
  ...{ reference, stacks: ["far/chat"], compatible: "2", newest: undefined, tag: "same" as const },
});
const [nginx, redis] = [news("nginx:1"), news("redis:1")];

function report(...images: ImageNews[]): OutdatedReport {
  const at = "2026-11-26T08:00:00.000Z";
  const counts = { looked: 2, lookedPackages: 0 };
  return { format: 1, stage: "prod", at, ...counts, images, packages: [], unanswered: [] };
}

/** A stand-in with a project, and runs there by the token of a developer. */
async function scheduled() {
  const { gitlab, ok, member } = await innerGitLab();
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "environment" });
  const { token } = await member(id, 30);
  const url = await gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const project = pipelineProject(connectGitLab({ url, token, patience: 100 }), `/projects/${id}`, "main");
  const run = (...images: ImageNews[]) => keepIssue(project, report(...images));
  type Issue = { iid: number; state: string; title: string; labels: string[]; description: string };
  const issues = () => ok<Issue[]>("GET", `/projects/${id}/issues?sort=asc`);
  return { ok, id, run, issues };
}

test(
  "the issue is created, edited, closed without news, and opened again by a new line only",
  slow,
  async () => {
    const { ok, id, run, issues } = await scheduled();
    const states: string[] = [];
    const note = async () => states.push(...(await issues()).map(({ iid, state }) => `${iid} ${state}`));
    for (const images of [[nginx], [], [nginx], [nginx, redis]]) {
      expect(await run(...images)).toEqual([]);
      await note();
    }
    await ok("PUT", `/projects/${id}/issues/1`, { state_event: "close" });
    await run(redis);
    await note();
    expect(states).toEqual(["1 opened", "1 closed", "1 opened", "1 opened", "1 closed"]);
    const [issue] = await issues();
    expect(issue).toMatchObject({ title: "Newer images and packages for stage prod", labels: ["outdated"] });
  },
);

test(
  "an issue of another author is ignored, and two runs at the same time keep one issue",
  slow,
  async () => {
    const { ok, id, run, issues } = await scheduled();
    await run(nginx);
    const [{ description } = { description: "" }] = await issues();
    await ok("DELETE", `/projects/${id}/issues/1`);
    await ok("POST", `/projects/${id}/issues`, { title: "Copied", description, labels: "outdated" });
    await Promise.all([run(nginx), run(nginx)]);
    const open = (await issues()).filter(({ state }) => state === "opened").map(({ title }) => title);
    expect(open).toEqual(["Copied", "Newer images and packages for stage prod"]);
  },
);
