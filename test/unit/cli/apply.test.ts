import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { earlierRelease } from "../../../cli/apply/earlier-release.ts";
import { pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { connectGitLab } from "../../../lib/gitlab/client.ts";
import { emptyHistory, type History, recorded } from "../../../lib/releases/index.ts";
import { types } from "../../../lib/state/index.ts";
import { attempt } from "../../live/support/command.ts";
import { innerGitLab, projectWithCommit } from "../standin/work/api.ts";
import { workIn } from "./workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

const slow = { timeout: 60_000 };
const web = "Local/web";

/** A project whose branch main has these commits, the oldest first, and a job's variables. */
async function infrastructure(count: number) {
  const inner = await innerGitLab();
  const { id, sha } = await projectWithCommit(inner, { name: "environment" });
  const commits = [sha];
  while (commits.length < count) {
    const actions = [{ action: "create", file_path: `${commits.length}.txt`, content: "" }];
    const commit = { branch: "main", commit_message: "Next", actions };
    const made = await inner.ok<{ id: string }>("POST", `/projects/${id}/repository/commits`, commit);
    commits.push(made.id);
  }
  const { token } = await inner.member(id, 30);
  const url = await inner.gitlab.server.listen({ host: "127.0.0.1", port: 0 });
  const project = pipelineProject(connectGitLab({ url, token, patience: 100 }), `/projects/${id}`, "main");
  const job = {
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: String(id),
    CI_DEFAULT_BRANCH: "main",
    GITLAB_TOKEN: token,
  };
  return { project, commits, job };
}

/** A history whose releases came from these commits. */
function released(...commits: readonly string[]): History {
  return commits.reduce(
    (history, commit, index) =>
      recorded(
        history,
        { [web]: { files: String(index), images: {} } },
        { at: "2026-11-26T10:00:00.000Z", by: "jo" },
        () => ({ commit }),
      ),
    emptyHistory,
  );
}

/** Works in a repository whose stage dev has this history. @returns the backend's address */
function stageWith(history: History): string {
  const urn = `urn:pulumi:dev::boat::${types.stash}::releases`;
  const resources = [{ urn, type: types.stash, outputs: { input: "none", output: history } }];
  const folder = workIn({
    "Pulumi.yaml": "name: boat\n",
    "Pulumi.dev.yaml": "",
    ".pulumi/stacks/boat/dev.json": JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }),
  });
  return pathToFileURL(folder).href;
}

test(
  "a job is old if what runs came from a later commit, and leads to the release of its own",
  slow,
  async () => {
    const { project, commits } = await infrastructure(3);
    const [first = "", second = "", third = ""] = commits;
    const asked = async (commit: string, ...runs: readonly string[]) => {
      vi.stubEnv("PULUMI_BACKEND_URL", stageWith(released(...runs)));
      return earlierRelease(project, "dev", commit);
    };
    const back = { changed: [web], added: [], gone: [] };
    expect(await asked(first, first, second)).toEqual({ number: 1, way: back });
    expect(await asked(second, first, second, third)).toEqual({ number: 2, way: back });
    // The same commit, a later one, one that GitLab does not know, and a stage without releases.
    expect(await asked(second, first, second)).toBeUndefined();
    expect(await asked(third, first, second)).toBeUndefined();
    expect(await asked(first, "1".repeat(40))).toBeUndefined();
    expect(await asked(first)).toBeUndefined();
  },
);

test("an old job whose commit never ran changes nothing, and says one sentence", slow, async () => {
  const { commits, job } = await infrastructure(3);
  const [first = "", second = "", third = ""] = commits;
  const PULUMI_BACKEND_URL = stageWith(released(first, third));
  const { code, stderr } = await attempt(
    process.execPath,
    [join(import.meta.dirname, "../../../cli/apply.ts")],
    {
      env: { ...process.env, ...job, STAGE: "dev", CI_COMMIT_SHA: second, PULUMI_BACKEND_URL },
    },
  );
  expect([code, stderr]).toEqual([
    1,
    `CI_COMMIT_SHA: expected a commit that is not older than what stage dev runs, or one that a release came from, found ${second.slice(0, 12)}; ` +
      'nothing was changed: choose a release with "make releases STAGE=dev", then "make rollback"\n',
  ]);
});
