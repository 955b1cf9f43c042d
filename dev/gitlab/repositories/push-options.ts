import type { Context } from "../context.ts";
import { type RefUpdate, zeroId } from "../git/refs.ts";
import { ApiError } from "../http/errors.ts";
import { changeMergeRequest, openMergeRequest } from "./merge-requests.ts";
import { fieldsOf, type PushOptions } from "./push-fields.ts";
import type { Author } from "./update.ts";

/**
 * Applies the options of a push to merge requests: `-o merge_request.create` opens one, the others change the
 * open one of the branch. @returns GitLab's lines for the user who pushes
 */
export async function createByPush(
  context: Context,
  author: Author,
  updates: readonly RefUpdate[],
  options: readonly string[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  const asked = read(options);
  const project = context.store.projects.get(author.project.id) ?? author.project;
  for (const { ref, after } of updates) {
    const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : "";
    if (branch === "" || after === zeroId || branch === project.default_branch) continue;
    if (asked.size > 0) lines.push(...(await apply(context, { ...author, project }, branch, asked)));
    lines.push(...hint(context, { ...author, project }, branch));
  }
  return lines;
}

/** Options of merge requests, without their prefix; some may be given several times. */
function read(options: readonly string[]): PushOptions {
  const found = new Map<string, string[]>();
  for (const option of options) {
    const [key = "", value = ""] = option.split(/=(.*)/s, 2);
    if (!key.startsWith("merge_request.")) continue;
    const name = key.slice("merge_request.".length);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

async function apply(
  context: Context,
  author: Author,
  branch: string,
  asked: PushOptions,
): Promise<string[]> {
  const { project, user } = author;
  const where = { project_id: project.id, source_branch: branch, state: "opened" } as const;
  const target_branch = asked.get("target")?.[0];
  const open = context.store.mergeRequests.first({ ...where, ...(target_branch && { target_branch }) });
  try {
    if (!open && !asked.has("create")) return [];
    const fields = fieldsOf(context, author, asked, open, branch);
    const row = open
      ? await changeMergeRequest(context, author, open, fields)
      : await openMergeRequest(context, author, {
          ...fields,
          source_branch: branch,
          target_branch: target_branch ?? project.default_branch,
        });
    if (asked.has("auto_merge") || asked.has("merge_when_pipeline_succeeds")) {
      context.store.mergeRequests.update(row.id, { auto_merge_user_id: user.id });
    }
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message } = error.body as { message: unknown };
    return [
      "",
      `WARNINGS:`,
      `Error encountered with push options 'merge_request.create': ${said(message)}`,
      "",
    ];
  }
}

function hint({ store }: Context, { project, origin }: Author, branch: string): string[] {
  const where = { project_id: project.id, source_branch: branch, state: "opened" } as const;
  const open = store.mergeRequests.first(where);
  const web = `${origin}/${project.full_path}/-/merge_requests`;
  if (open) return ["", `View merge request for ${branch}:`, `  ${web}/${open.iid}`, ""];
  const query = `merge_request%5Bsource_branch%5D=${encodeURIComponent(branch)}`;
  return ["", `To create a merge request for ${branch}, visit:`, `  ${web}/new?${query}`, ""];
}

function said(message: unknown): string {
  if (Array.isArray(message)) return message.join(", ");
  if (typeof message !== "object" || message === null) return String(message);
  return Object.entries(message)
    .map(([field, texts]) => `${field} ${texts}`)
    .join(", ");
}
