import type { Context } from "../context.ts";
import { type RefUpdate, zeroId } from "../git/refs.ts";
import { ApiError } from "../http/errors.ts";
import { openMergeRequest } from "./merge-requests.ts";
import type { Author } from "./update.ts";

/**
 * Opens the merge requests that the options of a push ask for (`-o merge_request.create`).
 * @returns what GitLab tells who pushes
 */
export async function createByPush(
  context: Context,
  author: Author,
  updates: readonly RefUpdate[],
  options: readonly string[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  const asked = new Map(options.map((option) => option.split(/=(.*)/s, 2) as [string, string | undefined]));
  const project = context.store.projects.get(author.project.id) ?? author.project;
  for (const { ref, after } of updates) {
    const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : "";
    if (branch === "" || after === zeroId || branch === project.default_branch) continue;
    if (asked.has("merge_request.create")) {
      lines.push(...(await create(context, { ...author, project }, branch, asked)));
    }
    lines.push(...hint(context, { ...author, project }, branch));
  }
  return lines;
}

async function create(
  context: Context,
  author: Author,
  branch: string,
  asked: ReadonlyMap<string, string | undefined>,
): Promise<string[]> {
  try {
    await openMergeRequest(context, author, {
      source_branch: branch,
      target_branch: asked.get("merge_request.target") ?? author.project.default_branch,
      title: asked.get("merge_request.title") ?? branch,
      description: asked.get("merge_request.description"),
      ...(asked.has("merge_request.remove_source_branch") && { remove_source_branch: true }),
      ...(asked.has("merge_request.squash") && { squash: true }),
    });
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
