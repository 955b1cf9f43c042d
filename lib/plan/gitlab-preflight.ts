import { inspectGitLab } from "../gitlab/inspect.ts";
import type { Problem } from "../problems/index.ts";
import { credentials } from "../servers/credentials.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { GitLabPlan } from "./gitlab.ts";

/** Checks the team's own GitLab once. The stand-in is not checked, because the run brings it up. */
export async function gitlabPreflight(
  { file, secrets }: Settings,
  gitlab: GitLabPlan | undefined,
): Promise<Problem[]> {
  if (!gitlab || gitlab.server) return [];
  const { url, authority, group } = gitlab;
  return inspectGitLab({
    url,
    token: secrets[credentials.gitlab.password] ?? "",
    ca: authority?.pem,
    parentId: group.parentId,
    where: {
      url: settingPath(file, ["gitlab", "url"]),
      ca: settingPath(file, ["gitlab", "ca"]),
      token: settingPath(file, ["secrets", credentials.gitlab.password]),
      parent: settingPath(file, ["gitlab", "group", "parentId"]),
    },
  });
}
