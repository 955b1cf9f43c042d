import { commitEntity } from "../entities/commit.ts";
import { readCommit } from "../git/commits.ts";
import { pick } from "../git/pick.ts";
import { findCommit } from "../git/refs.ts";
import { ApiError, forbidden, notFound } from "../http/errors.ts";
import { filled, flag, optional, text, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { changeRefs, mayPush } from "../repositories/update.ts";
import { commitOf, writeCode } from "./code.ts";

const params = {
  branch: filled(),
  dry_run: withDefault(flag(), false),
  message: optional(text()),
};

/** Cherry-picks and reverts of a commit on a branch. */
export const commitPickRoutes: readonly Route[] = [
  route("POST", "/projects/:id/repository/commits/:sha/cherry_pick", { params }, (call) =>
    picked(call, "cherry-pick"),
  ),
  route("POST", "/projects/:id/repository/commits/:sha/revert", { params }, (call) => picked(call, "revert")),
];

async function picked(
  call: Call<{
    readonly id: string;
    readonly sha: string;
    readonly branch: string;
    readonly dry_run: boolean;
    readonly message: string | undefined;
  }>,
  kind: "cherry-pick" | "revert",
) {
  const code = await writeCode(call);
  const { user } = code.author;
  const { branch, dry_run, message } = call.params;
  if (!(await mayPush(call.context, code.author, branch))) {
    throw forbidden("You are not allowed to push into this branch");
  }
  const sha = await commitOf(code, call.params.sha);
  const ref = `refs/heads/${branch}`;
  const head = await findCommit(code.repository, ref);
  if (!head) throw notFound("Branch");
  const committer = { name: user.name, email: user.email };
  const made = await pick(code.repository, { kind, sha, head, committer, message });
  if (typeof made === "string") throw new ApiError(400, { message: sorry(kind), error_code: made });
  if (dry_run) return new Answer(200, { dry_run: "success" });
  await changeRefs(call.context, code.author, [{ ref, before: head, after: made.id }]);
  return commitEntity(await readCommit(code.repository, made.id), code.web);
}

function sorry(kind: "cherry-pick" | "revert"): string {
  const done = kind === "revert" ? "reverted" : "cherry-picked";
  return (
    `Sorry, we cannot ${kind} this commit automatically. This commit may already have been ${done}, ` +
    "or a more recent commit may have updated some of its content."
  );
}
