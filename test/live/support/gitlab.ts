import { connectGitLab, type GitLabClient } from "../../../lib/gitlab/client.ts";
import type { Project } from "./project.ts";

/** The stand-in of a running stage, as its administrator. */
export async function standinOf(project: Project): Promise<GitLabClient & { readonly token: string }> {
  const { url, token = "" } = (await project.outputs()).gitlab;
  return { ...connectGitLab({ url, token, patience: 10_000 }), token };
}

/** Calls the API like `GitLab.request`, also for changes that people make by hand. */
export async function byHand(
  { url, token }: { readonly url: string; readonly token: string },
  method: string,
  path: string,
  body?: object,
): Promise<number> {
  const headers = { "private-token": token, "content-type": "application/json" };
  const { status } = await fetch(`${url}/api/v4${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}
