import { expect, test } from "vitest";
import { commentsOn, writeComment } from "../../../cli/review/comment.ts";
import {
  filesOfMergeRequest,
  type MergeRequest,
  mergeRequestOf,
  openMergeRequests,
} from "../../../cli/review/merge-requests.ts";
import { type PipelineProject, pipelineProject } from "../../../cli/stage/pipeline-project.ts";
import { type InnerGitLab, innerGitLab, mergeRequest, projectWithCommit } from "../standin/work/api.ts";

const slow = { timeout: 60_000 };
const mark = `<!-- smallboat-review ${Buffer.from("{}").toString("base64url")} -->`;

/** A project of a stand-in, as whoever has the token sees it. */
function seen({ api }: InnerGitLab, id: number, token?: string): PipelineProject {
  const gitlab: PipelineProject["gitlab"] = {
    url: "http://gitlab.test",
    request: async (method, path, body) => {
      const answer = await api(method, path, body, token);
      if (answer.status === 404 || answer.body === "") return undefined;
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status}`);
      return answer.body;
    },
  };
  return pipelineProject(gitlab, `/projects/${id}`, "main");
}

async function proposed(inner: InnerGitLab) {
  const { id } = await projectWithCommit(inner);
  const { iid } = await mergeRequest(inner, id);
  const project = seen(inner, id);
  const bodies = async () => {
    const notes = (await inner.ok("GET", `/projects/${id}/merge_requests/${iid}/notes?sort=asc`)) as unknown;
    return (notes as { body: string; system: boolean }[]).flatMap(({ body, system }) =>
      system ? [] : [body],
    );
  };
  return { id, iid, project, bodies, request: await mergeRequestOf(project, iid) };
}

test("a comment is edited, and created again if somebody removed it", slow, async () => {
  const inner = await innerGitLab();
  const { id, iid, project, request, bodies } = await proposed(inner);
  await writeComment(project, request, `${mark}\n\nfirst`);
  const [first] = await commentsOn(project, request);
  await writeComment(project, request, `${mark}\n\nsecond`);
  expect([await bodies(), (await commentsOn(project, request)).map((each) => each.id)]).toEqual([
    [`${mark}\n\nsecond`],
    [first?.id],
  ]);
  await inner.ok("DELETE", `/projects/${id}/merge_requests/${iid}/notes/${first?.id}`);
  await writeComment(project, request, `${mark}\n\nthird`);
  expect(await bodies()).toEqual([`${mark}\n\nthird`]);
});

test(
  "two comments that are written at the same time end as one, and people's comments stay",
  slow,
  async () => {
    const inner = await innerGitLab();
    const { id, iid, project, request, bodies } = await proposed(inner);
    const { token } = await inner.member(id, 30);
    // Whoever copies the mark is not taken for us.
    const copy = `${mark}\n\nof somebody`;
    await inner.ok("POST", `/projects/${id}/merge_requests/${iid}/notes`, { body: copy }, token);
    await Promise.all(["a", "b", "c"].map((text) => writeComment(project, request, `${mark}\n\n${text}`)));
    await writeComment(project, request, `${mark}\n\nlast`);
    expect(await bodies()).toEqual([copy, `${mark}\n\nlast`]);
  },
);

test("open merge requests to the default branch, and the files that they change", slow, async () => {
  const inner = await innerGitLab();
  const { id, iid, project, request } = await proposed(inner);
  const other = await mergeRequest(inner, id, {}, "other");
  const elsewhere = { branch: "elsewhere", ref: "main" };
  await inner.ok("POST", `/projects/${id}/repository/branches`, elsewhere);
  await mergeRequest(inner, id, { target_branch: "elsewhere" }, "third");
  const numbers = (requests: readonly MergeRequest[]) => requests.map((each) => each.iid);
  expect(numbers(await openMergeRequests(project))).toEqual([iid, other.iid]);
  expect([...new Set(await filesOfMergeRequest(project, request))]).toEqual(["topic.txt"]);
  await inner.ok("PUT", `/projects/${id}/merge_requests/${iid}`, { state_event: "close" });
  expect(numbers(await openMergeRequests(project))).toEqual([other.iid]);
  await expect(mergeRequestOf(project, 99)).rejects.toThrow(
    "MERGE_REQUEST: expected the number of a merge request, found 99; correct MERGE_REQUEST",
  );
});
