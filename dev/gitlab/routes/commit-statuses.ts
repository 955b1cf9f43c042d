import { timestamp } from "../context.ts";
import { userEntity } from "../entities/user.ts";
import { refsWith } from "../git/refs.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { given, integer, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { CommitStatus } from "../store/merge-requests.ts";
import type { User } from "../store/people.ts";
import { commitOf, readCode } from "./code.ts";

const states = ["pending", "running", "success", "failed", "canceled", "skipped"] as const;

/** GitLab's name of the change that leads to a state. */
const transitions = {
  pending: "enqueue",
  running: "run",
  success: "success",
  failed: "drop",
  canceled: "cancel",
  skipped: "skip",
} as const;

const listParams = { ref: optional(text()), name: optional(text()), pipeline_id: optional(integer()) };
const params = {
  state: oneOf(...states),
  ref: optional(text()),
  name: optional(text()),
  context: optional(text()),
  target_url: optional(text()),
  description: optional(text()),
  coverage: optional(text()),
  pipeline_id: optional(integer()),
};

/** Statuses of commits that other programs report. */
export const commitStatusRoutes: readonly Route[] = [
  route("GET", "/projects/:id/repository/commits/:sha/statuses", { params: listParams }, async (call) => {
    const code = await readCode(call);
    const sha = await commitOf(code, call.params.sha);
    const { ref, name, pipeline_id } = call.params;
    const where = { project_id: code.project.id, sha, ...given({ ref, name, pipeline_id }) };
    return paginate(call, call.context.store.commitStatuses.all(where), (status) => entity(call, status));
  }),

  route("POST", "/projects/:id/statuses/:sha", { params }, async (call) => {
    projectOf(call, level.developer);
    const code = await readCode(call);
    const sha = await commitOf(code, call.params.sha);
    const ref = call.params.ref?.replace(/^refs\/(heads|tags)\//, "") ?? (await firstRef(code, sha));
    const { state, coverage, target_url = null, description = null } = call.params;
    const name = call.params.name ?? call.params.context ?? "default";
    const { store } = call.context;
    const key = { project_id: code.project.id, sha, ref, name };
    const before = store.commitStatuses.first(key);
    if (before?.status === state) throw noTransition(state);
    const now = timestamp(call.context);
    const pipeline = store.pipelines.first({ project_id: code.project.id, sha, ref }, { order: "-id" });
    const row = {
      ...key,
      status: state,
      target_url,
      description,
      coverage: coverage === undefined ? null : Number(coverage),
      pipeline_id: call.params.pipeline_id ?? pipeline?.id ?? null,
      author_id: signedIn(call).id,
      created_at: before?.created_at ?? now,
      started_at: state === "pending" ? null : (before?.started_at ?? now),
      finished_at: state === "pending" || state === "running" ? null : now,
    };
    const saved = before ? store.commitStatuses.update(before.id, row) : store.commitStatuses.insert(row);
    return entity(call, saved);
  }),
];

function noTransition(state: CommitStatus["status"]) {
  const event = transitions[state];
  const reason = `Reason(s): Status cannot transition via "${event}"`;
  return invalid(`Cannot transition status via :${event} from :${state} (${reason})`);
}

async function firstRef(code: Awaited<ReturnType<typeof readCode>>, sha: string): Promise<string> {
  const [branch] = await refsWith(code.repository, sha, "refs/heads/");
  if (!branch) throw notFound("References for commit");
  return branch.slice("refs/heads/".length);
}

function entity({ context, origin }: Pick<Call, "context" | "origin">, status: CommitStatus) {
  const { project_id: _, author_id, ...shown } = status;
  const author = context.store.users.get(author_id) as User;
  return { ...shown, allow_failure: false, author: userEntity(author, origin) };
}
