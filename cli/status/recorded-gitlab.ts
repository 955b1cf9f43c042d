import { existsSync, readFileSync } from "node:fs";
import { connectGitLab, type GitLabClient, type GitLabOptions } from "../../lib/gitlab/client.ts";
import type { RecordedGitLab } from "../../lib/status/index.ts";

/** A client of GitLab as the last run reached it. */
export function clientOf(
  { url, token, authorityFile }: RecordedGitLab,
  limits: Pick<GitLabOptions, "patience" | "timeout">,
): GitLabClient {
  // If the file is gone, GitLab's certificate is not trusted, and that is said.
  const isThere = authorityFile !== undefined && existsSync(authorityFile);
  return connectGitLab({
    url,
    token,
    ...(isThere && { ca: readFileSync(authorityFile, "utf8") }),
    ...limits,
  });
}
