import { existsSync, readFileSync } from "node:fs";
import { isGitLab } from "../../lib/changes/index.ts";
import { connectGitLab, type GitLabClient, type GitLabOptions } from "../../lib/gitlab/client.ts";
import { type Deployment, type Resource, types, withPlainSecrets } from "../../lib/state/index.ts";
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

/**
 * What a state records of GitLab: its objects, its provider, the components that they belong to, and the stage's outputs.
 * @param deployment exported with `--show-secrets`
 */
export function ofGitLab({ resources, ...rest }: Deployment): Deployment {
  const own = resources.filter(
    ({ type }) =>
      isGitLab(type) ||
      type.startsWith("smallboat:") ||
      type === types.gitlabProvider ||
      type === types.stage,
  );
  return { ...rest, resources: withPlainSecrets(own) as Resource[] };
}
