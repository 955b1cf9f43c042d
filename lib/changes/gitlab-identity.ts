import { classOf, type PropertyMap } from "../state/index.ts";

/** The kind and the name of a GitLab resource, for people. By its class. */
const identities: Readonly<Record<string, (inputs: PropertyMap) => readonly [kind: string, name: unknown]>> =
  {
    Group: ({ path }) => ["group", path],
    Project: ({ path }) => ["project", path],
    ProjectVariable: ({ key, environmentScope = "*" }) => [
      "variable",
      environmentScope === "*" ? key : `${key} for ${environmentScope}`,
    ],
    BranchProtection: ({ branch }) => ["protection of branch", branch],
    TagProtection: ({ tag }) => ["protection of tag", tag],
    Branch: ({ name }) => ["branch", name],
    RepositoryFile: ({ filePath, branch }) => ["file", `${filePath} on ${branch}`],
    ProjectEnvironment: ({ name }) => ["environment", name],
    PipelineSchedule: ({ description }) => ["schedule", description],
    PipelineScheduleVariable: ({ key }) => ["variable of a schedule", key],
    UserRunner: ({ runnerType }) => [
      "registration",
      runnerType === "group_type" ? "for the group" : "for a project",
    ],
  };

export function isGitLab(type: string): boolean {
  return type.startsWith("gitlab:");
}

/** Undefined for a resource that is not of GitLab, or has no name there. */
export function gitlabIdentity(
  type: string,
  inputs: PropertyMap,
): { kind: string; name: string } | undefined {
  const identity = isGitLab(type) ? identities[classOf(type)] : undefined;
  if (!identity) return undefined;
  const [kind, name] = identity(inputs);
  return name === undefined ? undefined : { kind, name: String(name) };
}
