import * as pulumi from "@pulumi/pulumi";
import { connectGitLab, type GitLabClient, GitLabError } from "../gitlab/client.ts";
import type { GitLabPlan } from "../plan/index.ts";
import { ProblemError } from "../problems/index.ts";

/** Hooks that check, just before GitLab creates a group or project, that its path is free. */
export interface GitLabHooks {
  readonly group: pulumi.ResourceHook;
  readonly project: pulumi.ResourceHook;
}

export function gitlabHooks({ url, authority }: GitLabPlan, token: pulumi.Output<string>): GitLabHooks {
  const looking = (kind: "group" | "project", parent: "parentId" | "namespaceId") =>
    new pulumi.ResourceHook(`${url}: free path of a ${kind}`, async ({ name: where, newInputs }) => {
      const known = await new Promise<string>((resolve) => token.apply(resolve));
      const gitlab = connectGitLab({ url, token: known, ca: authority?.pem });
      await mustBeFree(gitlab, { kind, where, path: newInputs?.path, parent: newInputs?.[parent] });
    });
  return { group: looking("group", "parentId"), project: looking("project", "namespaceId") };
}

interface Wanted {
  readonly kind: "group" | "project";
  /** Logical name of the resource. */
  readonly where: string;
  readonly path: string;
  /** Id of the parent group. */
  readonly parent: number | undefined;
}

interface Found {
  readonly id: number;
  readonly full_path?: string;
}

async function mustBeFree(gitlab: GitLabClient, { kind, where, path, parent }: Wanted): Promise<void> {
  try {
    const above =
      parent === undefined ? undefined : ((await gitlab.request("GET", `/groups/${parent}`)) as Found);
    const whole = above ? `${above.full_path}/${path}` : path;
    const taken = (await gitlab.request("GET", `/${kind}s/${encodeURIComponent(whole)}`)) as
      | Found
      | undefined;
    if (!taken) return;
    throw new ProblemError([
      {
        path: where,
        expected: `the path ${whole} of ${gitlab.url} to be free`,
        found: `the ${kind} ${taken.id} there`,
        remedy: "choose another path, remove it, or adopt it with pulumi import",
      },
    ]);
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const remedy = "make sure that GitLab runs, then run this again";
    throw new ProblemError([
      { path: where, expected: `an answer of ${gitlab.url}`, found: `"${error.message}"`, remedy },
    ]);
  }
}
