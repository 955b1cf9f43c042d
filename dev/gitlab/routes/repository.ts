import { spawn } from "node:child_process";
import { commitEntity, diffEntity, treeEntity } from "../entities/commit.ts";
import { gitEnvironment } from "../git/command.ts";
import { history, readCommit } from "../git/commits.ts";
import { diff } from "../git/diff.ts";
import { mergeBase } from "../git/merge.ts";
import { findCommit } from "../git/refs.ts";
import { listTree, readBlob } from "../git/tree.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, optional, text, texts, withDefault } from "../http/params.ts";
import { Answer, type Route, route } from "../http/route.ts";
import { commitOf, readCode } from "./code.ts";

const path = "/projects/:id/repository";
const reading = { auth: "anyone", scopes: ["read_repository"] } as const;
const treeParams = {
  ref: optional(text()),
  path: withDefault(text(), ""),
  recursive: withDefault(flag(), false),
};
const compareParams = { from: filled(), to: filled(), straight: withDefault(flag(), false) };

const archives: Readonly<Record<string, readonly [format: string, type: string]>> = {
  "archive.tar.gz": ["tar.gz", "application/octet-stream"],
  "archive.tar": ["tar", "application/octet-stream"],
  "archive.zip": ["zip", "application/octet-stream"],
  archive: ["tar.gz", "application/octet-stream"],
};

/** Parts of a repository: folders, blobs, comparisons, archives. */
export const repositoryRoutes: readonly Route[] = [
  route("GET", `${path}/tree`, { ...reading, params: treeParams }, async (call) => {
    const { repository, project } = await readCode(call);
    const { ref = project.default_branch, path: folder, recursive } = call.params;
    const commit = await findCommit(repository, ref);
    if (!commit) throw notFound("Tree");
    const entries = await listTree(repository, commit, folder, recursive);
    if (!entries) throw notFound("invalid revision or path");
    const folders = entries.filter(({ type }) => type === "tree");
    return paginate(call, [...folders, ...entries.filter(({ type }) => type !== "tree")], treeEntity);
  }),

  route("GET", `${path}/blobs/:sha`, reading, async (call) => {
    const content = await readBlob((await readCode(call)).repository, call.params.sha);
    if (!content) throw notFound("Blob");
    const base64 = content.toString("base64");
    return { size: content.length, encoding: "base64", content: base64, sha: call.params.sha };
  }),

  route("GET", `${path}/blobs/:sha/raw`, reading, async (call) => {
    const content = await readBlob((await readCode(call)).repository, call.params.sha);
    if (!content) throw notFound("Blob");
    return new Answer(200, content, { "content-type": "application/octet-stream" });
  }),

  route("GET", `${path}/compare`, { ...reading, params: compareParams }, async (call) => {
    const { repository, web } = await readCode(call);
    const { from, to, straight } = call.params;
    const [a, b] = await Promise.all([findCommit(repository, from), findCommit(repository, to)]);
    if (!a || !b) throw notFound("Ref");
    const base = straight ? a : ((await mergeBase(repository, a, b)) ?? a);
    const commits = (await history(repository, { from: [b], without: [a] })).reverse();
    const shown = commits.map((commit) => commitEntity(commit, web));
    return {
      commit: shown.at(-1) ?? null,
      commits: shown,
      diffs: (await diff(repository, base, b)).map(diffEntity),
      compare_timeout: false,
      compare_same_ref: a === b,
      web_url: `${web}/-/compare/${a}...${b}`,
    };
  }),

  route("GET", `${path}/merge_base`, { ...reading, params: { refs: texts() } }, async (call) => {
    const { repository, web } = await readCode(call);
    const { refs } = call.params;
    if (refs.length < 2) throw invalid("Provide at least 2 refs");
    const ids = await Promise.all(refs.map((ref) => findCommit(repository, ref)));
    const unknown = refs.filter((_, index) => !ids[index]);
    if (unknown.length > 0) {
      throw invalid(`Could not find ref${unknown.length > 1 ? "s" : ""}: ${unknown.join(", ")}`);
    }
    const base = await mergeBase(repository, ids[0] as string, ids[1] as string);
    if (!base) throw notFound("Merge Base");
    return commitEntity(await readCommit(repository, base), web);
  }),

  ...Object.entries(archives).map(([name, [format, type]]) =>
    route(
      "GET",
      `${path}/${name}` as `${typeof path}/archive`,
      { ...reading, params: { sha: optional(text()) } },
      async (call) => {
        const code = await readCode(call);
        const sha = await commitOf(code, call.params.sha ?? code.project.default_branch);
        const stem =
          `${code.project.path}-${call.params.sha ?? code.project.default_branch}-${sha}`.replaceAll(
            "/",
            "-",
          );
        const args = ["archive", `--format=${format}`, `--prefix=${stem}/`, sha];
        const env = gitEnvironment({ GIT_DIR: code.repository.path });
        const child = spawn("git", args, { env, stdio: ["ignore", "pipe", "ignore"] });
        const disposition = `attachment; filename="${stem}.${format}"`;
        return new Answer(200, child.stdout, { "content-type": type, "content-disposition": disposition });
      },
    ),
  ),
];
