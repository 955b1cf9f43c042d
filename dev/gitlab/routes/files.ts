import { createHash } from "node:crypto";
import type { Action } from "../git/actions.ts";
import { lastChange } from "../git/commits.ts";
import { findEntry, readBlob } from "../git/tree.ts";
import { badParameter, notFound } from "../http/errors.ts";
import { content, filled, flag, oneOf, optional, text, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { commitFiles } from "../repositories/commit.ts";
import { type Code, commitOf, readCode, writeCode } from "./code.ts";

const path = "/projects/:id/repository/files/:file_path";
const reading = { auth: "anyone", scopes: ["read_repository"] } as const;

const deleteParams = {
  branch: filled(),
  commit_message: filled(),
  start_branch: optional(text()),
  author_email: optional(text()),
  author_name: optional(text()),
  last_commit_id: optional(text()),
};
const writeParams = {
  ...deleteParams,
  content: content(),
  encoding: withDefault(oneOf("text", "base64"), "text"),
  execute_filemode: optional(flag()),
};

/** Files of a project, one at a time. */
export const fileRoutes: readonly Route[] = [
  route("GET", path, { ...reading, params: { ref: filled() } }, async (call) => {
    const { facts, content } = await fileOf(await readCode(call), call.params.file_path, call.params.ref);
    return new Answer(200, { ...facts, content: content.toString("base64") }, headers(facts));
  }),

  route("HEAD", path, { ...reading, params: { ref: filled() } }, async (call) => {
    const { facts } = await fileOf(await readCode(call), call.params.file_path, call.params.ref);
    return new Answer(200, "", { ...headers(facts), "content-type": "application/json" });
  }),

  route(
    "GET",
    `${path}/raw`,
    { ...reading, jobToken: true, params: { ref: optional(filled()) } },
    async (call) => {
      const { file_path, ref = "HEAD" } = call.params;
      const { facts, content } = await fileOf(await readCode(call), file_path, ref);
      const type = content.includes(0) ? "application/octet-stream" : "text/plain; charset=utf-8";
      const name = encodeURIComponent(facts.file_name);
      const disposition = { "content-disposition": `inline; filename*=UTF-8''${name}` };
      return new Answer(200, content, { ...headers(facts), ...disposition, "content-type": type });
    },
  ),

  route("POST", path, { params: writeParams }, (call) => write(call, "create")),
  route("PUT", path, { params: writeParams }, (call) => write(call, "update")),

  route("DELETE", path, { params: deleteParams }, async (call) => {
    const action = { action: "delete", path: checked(call.params.file_path) } as const;
    const stale = "You are attempting to delete a file that has been previously updated.";
    await commitOne(call, { ...action, seen: call.params.last_commit_id }, stale);
  }),
];

type Written = Call<{
  readonly id: string;
  readonly file_path: string;
  readonly branch: string;
  readonly commit_message: string;
  readonly start_branch: string | undefined;
  readonly author_email: string | undefined;
  readonly author_name: string | undefined;
  readonly last_commit_id: string | undefined;
}>;

type WrittenContent = Written &
  Call<{
    readonly content: string;
    readonly encoding: "text" | "base64";
    readonly execute_filemode: boolean | undefined;
  }>;

async function write(call: WrittenContent, action: "create" | "update") {
  const { file_path, branch, content, encoding, execute_filemode, last_commit_id } = call.params;
  const change = {
    action,
    path: checked(file_path),
    content: Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
    executable: execute_filemode,
    seen: action === "update" ? last_commit_id : undefined,
  };
  const stale = "You are attempting to update a file that has changed since you started editing it.";
  await commitOne(call, change, stale);
  return { file_path, branch };
}

async function commitOne(
  call: Written,
  action: Action & { readonly seen: string | undefined },
  stale: string,
): Promise<void> {
  const { branch, commit_message, start_branch, author_email, author_name } = call.params;
  const { author } = await writeCode(call);
  await commitFiles(call.context, author, {
    branch,
    message: commit_message,
    actions: [action],
    startBranch: start_branch,
    authorEmail: author_email,
    authorName: author_name,
    stale: () => stale,
  });
}

function checked(file: string): string {
  const isFine = !file.startsWith("/") && !file.split("/").includes("..");
  if (!isFine) throw badParameter("file_path should be a valid file path");
  return file;
}

async function fileOf(code: Code, file: string, ref: string) {
  const commit = await commitOf(code, ref);
  const entry = await findEntry(code.repository, commit, checked(file));
  const content = entry?.type === "blob" ? await readBlob(code.repository, entry.id) : undefined;
  if (!entry || !content) throw notFound("File");
  const facts = {
    file_name: file.slice(file.lastIndexOf("/") + 1),
    file_path: file,
    size: content.length,
    encoding: "base64",
    content_sha256: createHash("sha256").update(content).digest("hex"),
    ref,
    blob_id: entry.id,
    commit_id: commit,
    last_commit_id: (await lastChange(code.repository, commit, file)) ?? commit,
    execute_filemode: entry.mode === "100755",
  };
  return { facts, content };
}

/** `X-Gitlab-Blob-Id` and the like; names of files as their bytes. */
function headers(facts: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      `x-gitlab-${name.replaceAll("_", "-")}`,
      Buffer.from(String(value)).toString("latin1"),
    ]),
  );
}
