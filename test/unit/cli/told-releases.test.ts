import { expect, test } from "vitest";
import { pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { deployments } from "../../../cli/stage/told-releases.ts";
import { connectGitLab } from "../../../lib/gitlab/client.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import type { Untold } from "../../../lib/releases/index.ts";
import { innerGitLab, projectWithCommit } from "../standin/work/api.ts";

const slow = { timeout: 60_000 };

/** A stand-in with a project, which the token of a developer is told releases of the stage prod. */
async function project() {
  const inner = await innerGitLab();
  const { id, sha } = await projectWithCommit(inner, { name: "environment" });
  const member = await inner.member(id, 30);
  const url = await inner.gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const tell = async (releases: readonly Untold[], address = url, { token } = member) => {
    const client = connectGitLab({ url: address, token, patience: 100 });
    const { told, problems } = await deployments(
      pipelineProject(client, `/projects/${id}`, "main"),
      "prod",
      releases,
    );
    return { told, problems: problems.map(problemLine) };
  };
  return { inner, id, sha, url, tell };
}

const release = (number: number, deployed: Record<string, string>, gone: string[] = []): Untold => ({
  number,
  deployed,
  gone,
});

test("each changed stack of a release is a deployment of its environment", slow, async () => {
  const { inner, id, sha, tell } = await project();
  const [web, db] = ["10.0.0.60/web", "10.0.0.60/db"];
  expect(await tell([release(1, { [web]: sha, [db]: sha }), release(2, { [web]: sha })])).toEqual({
    told: 2,
    problems: [],
  });
  type Deployment = { environment: { name: string }; sha: string; ref: string; status: string };
  const made = await inner.ok<Deployment[]>("GET", `/projects/${id}/deployments`);
  expect(made.map(({ environment, sha, ref, status }) => [environment.name, sha, ref, status])).toEqual([
    ["prod/10.0.0.60/web", sha, "main", "success"],
    ["prod/10.0.0.60/db", sha, "main", "success"],
    ["prod/10.0.0.60/web", sha, "main", "success"],
  ]);
  expect(await tell([release(3, {}, [db])])).toEqual({ told: 3, problems: [] });
  type Environment = { name: string; state: string; tier: string };
  const environments = async () =>
    (await inner.ok<Environment[]>("GET", `/projects/${id}/environments`)).map(({ name, state, tier }) => [
      name,
      state,
      tier,
    ]);
  expect(await environments()).toEqual([
    ["prod/10.0.0.60/db", "stopped", "production"],
    ["prod/10.0.0.60/web", "available", "production"],
  ]);
  await tell([release(4, { [db]: sha })]);
  expect((await environments()).map(([, state]) => state)).toEqual(["available", "available"]);
});

test("an environment has the tier of its stage, whatever its name looks like", slow, async () => {
  const { inner, id, sha, tell } = await project();
  await inner.ok("POST", `/projects/${id}/environments`, { name: "prod", tier: "production" });
  await tell([release(1, { "10.0.0.60/mint": sha })]);
  type Environment = { name: string; tier: string };
  const all = await inner.ok<Environment[]>("GET", `/projects/${id}/environments`);
  expect(all.map(({ name, tier }) => [name, tier])).toEqual([
    ["prod", "production"],
    ["prod/10.0.0.60/mint", "production"],
  ]);
});

test("a commit that GitLab does not have is a sentence, and the rest is told", slow, async () => {
  const { inner, id, sha, tell } = await project();
  const [unknown, web, db] = ["1".repeat(40), "10.0.0.60/web", "10.0.0.60/db"];
  expect(await tell([release(1, { [web]: unknown, [db]: sha })])).toEqual({
    told: 1,
    problems: [
      "environment prod/10.0.0.60/web: expected a deployment of commit 111111111111 that GitLab takes, found " +
        '"{"sha":["The commit does not exist"]}"; push the commit; its page shows the deployment before until the next one',
    ],
  });
  expect(await inner.ok<unknown[]>("GET", `/projects/${id}/deployments`)).toHaveLength(1);
});

test("a GitLab that is away is one sentence, and what it was not told stays to be told", slow, async () => {
  const { inner, id, sha, url, tell } = await project();
  const releases = [release(1, { "10.0.0.60/web": sha }), release(2, { "10.0.0.60/web": sha })];
  expect(await tell(releases, "http://127.0.0.1:1")).toEqual({
    told: undefined,
    problems: [
      "http://127.0.0.1:1: expected GitLab to show the releases of stage prod among its environments, " +
        'found "connect ECONNREFUSED 127.0.0.1:1"; the stage is as it should be, and the next run tells it',
    ],
  });
  const reporter = await inner.member(id, 20);
  expect(await tell(releases, url, reporter)).toEqual({
    told: undefined,
    problems: [expect.stringMatching(`^${url}: expected GitLab to show .* found "403 Forbidden"; `)],
  });
  expect(await tell(releases)).toEqual({ told: 2, problems: [] });
});
