import { commitEntity, commitWithStats, diffEntity } from "../entities/commit.ts";
import { basicPipeline } from "../entities/pipeline.ts";
import { history, readCommit } from "../git/commits.ts";
import { diff, diffStats, emptyTree } from "../git/diff.ts";
import { findCommit, listRefs, refsWith } from "../git/refs.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { content, filled, flag, hashes, oneOf, optional, text, withDefault } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { commitFiles } from "../repositories/commit.ts";
import { mayPush } from "../repositories/update.ts";
import { type Code, commitOf, readCode, writeCode } from "./code.ts";

const path = "/projects/:id/repository/commits";
const reading = { auth: "anyone", jobToken: true, scopes: ["read_repository"] } as const;

const listParams = {
  ref_name: optional(text()),
  since: optional(text()),
  until: optional(text()),
  path: optional(text()),
  author: optional(text()),
  all: withDefault(flag(), false),
  with_stats: withDefault(flag(), false),
  first_parent: withDefault(flag(), false),
  order: withDefault(oneOf("default", "topo"), "default"),
};
const createParams = {
  branch: filled(),
  commit_message: filled(),
  actions: hashes(
    {
      action: oneOf("create", "update", "move", "delete", "chmod"),
      file_path: filled(),
      previous_path: optional(text()),
      content: optional(content()),
      encoding: withDefault(oneOf("text", "base64"), "text"),
      last_commit_id: optional(text()),
      execute_filemode: optional(flag()),
    },
    "actions",
  ),
  start_branch: optional(text()),
  start_sha: optional(text()),
  author_email: optional(text()),
  author_name: optional(text()),
  stats: withDefault(flag(), true),
  force: withDefault(flag(), false),
};

/** Commits of a project. */
export const commitRoutes: readonly Route[] = [
  route("GET", path, { ...reading, params: listParams }, async (call) => {
    const code = await readCode(call);
    const { ref_name, all, first_parent, with_stats, ...wanted } = call.params;
    const revision = ref_name ?? code.project.default_branch;
    const heads = all
      ? (await listRefs(code.repository, "refs/heads/")).map(({ commit }) => commit)
      : [await findCommit(code.repository, revision)].filter((id) => id !== undefined);
    if (heads.length === 0) return paginate(call, [], (none) => none);
    const commits = await history(code.repository, { ...wanted, from: heads, firstParent: first_parent });
    const page = paginate(call, commits, (commit) => commit);
    if (!with_stats) return page.map((commit) => commitEntity(commit, code.web));
    return Promise.all(page.map((commit) => withStats(code, commit.id)));
  }),

  route("POST", path, { params: createParams }, async (call) => {
    const code = await writeCode(call);
    const { branch, commit_message, actions, start_branch, start_sha, author_email, author_name } =
      call.params;
    if (!(await mayPush(call.context, code.author, branch))) {
      throw forbidden("You are not allowed to push into this branch");
    }
    const id = await commitFiles(call.context, code.author, {
      branch,
      message: commit_message,
      actions: actions.map((each) => ({
        action: each.action,
        path: each.file_path,
        previousPath: each.previous_path,
        content: each.content === undefined ? undefined : Buffer.from(each.content, encodings[each.encoding]),
        executable: each.execute_filemode,
        seen: each.action === "create" ? undefined : each.last_commit_id,
      })),
      startBranch: start_branch,
      startSha: start_sha,
      authorEmail: author_email,
      authorName: author_name,
      force: call.params.force,
      stale: (file) => `The file has changed since you started editing it: ${file}`,
    });
    return detail(call, code, id, call.params.stats);
  }),

  route("GET", `${path}/:sha`, { ...reading, params: { stats: withDefault(flag(), true) } }, async (call) => {
    const code = await readCode(call);
    return detail(call, code, await commitOf(code, call.params.sha), call.params.stats);
  }),

  route("GET", `${path}/:sha/signature`, reading, async (call) => {
    await commitOf(await readCode(call), call.params.sha);
    throw notFound("Signature");
  }),

  route("GET", `${path}/:sha/diff`, reading, async (call) => {
    const code = await readCode(call);
    const id = await commitOf(code, call.params.sha);
    const diffs = await diff(code.repository, await parentOf(code, id), id);
    return paginate(call, diffs, diffEntity);
  }),

  route(
    "GET",
    `${path}/:sha/refs`,
    { ...reading, params: { type: withDefault(oneOf("branch", "tag", "all"), "all") } },
    async (call) => {
      const code = await readCode(call);
      const id = await commitOf(code, call.params.sha);
      const { type } = call.params;
      const wanted = (["branch", "tag"] as const).filter((each) => type === "all" || type === each);
      const refs = await Promise.all(
        wanted.map(async (each) => {
          const prefix = each === "branch" ? "refs/heads/" : "refs/tags/";
          const names = await refsWith(code.repository, id, prefix);
          return names.map((name) => ({ type: each, name: name.slice(prefix.length) }));
        }),
      );
      return paginate(call, refs.flat(), (ref) => ref);
    },
  ),
];

const encodings = { text: "utf8", base64: "base64" } as const;

async function parentOf({ repository }: Code, id: string): Promise<string> {
  return (await readCommit(repository, id)).parents[0] ?? emptyTree;
}

async function withStats(code: Code, id: string) {
  const { repository, web } = code;
  const stats = await diffStats(repository, await parentOf(code, id), id);
  return commitWithStats(await readCommit(repository, id), web, stats);
}

async function detail(call: Pick<Call, "context" | "origin">, code: Code, id: string, stats: boolean) {
  const { project, repository, web } = code;
  const pipeline = call.context.store.pipelines.first({ project_id: project.id, sha: id }, { order: "-id" });
  return {
    ...(stats ? await withStats(code, id) : commitEntity(await readCommit(repository, id), web)),
    status: pipeline?.status ?? null,
    project_id: project.id,
    last_pipeline: pipeline ? basicPipeline(call.context, pipeline, call.origin) : null,
  };
}
