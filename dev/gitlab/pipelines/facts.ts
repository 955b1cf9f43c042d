import type { Context } from "../context.ts";
import { type Commit, readCommit } from "../git/commits.ts";
import { zeroId } from "../git/refs.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project, User } from "../store/people.ts";
import type { Pipeline } from "../store/pipelines.ts";
import { mergeRequestFacts, openMergeRequests } from "./merge-requests.ts";
import type { PipelineFacts } from "./variables/predefined.ts";

/** Path of the pipeline's file in the repository. */
export function configPath({ options }: Project): string {
  const set = options.ci_config_path;
  return typeof set === "string" && set !== "" ? set : ".gitlab-ci.yml";
}

/** The address at which jobs reach this server, unless their runner uses another one. */
export function serverUrl(): string {
  const port = process.env.GITLAB_PORT ?? "8929";
  return (process.env.GITLAB_EXTERNAL_URL ?? `http://localhost:${port}`).replace(/\/$/, "");
}

type Described = Omit<
  Pipeline,
  "id" | "status" | "stages" | "yaml_errors" | "sealed_variables" | "auto_cancel"
>;

/** The facts with which a project without commits is linted. */
const nobody = { name: "", email: "", date: new Date(0).toISOString() };
const noCommit: Commit = {
  id: zeroId,
  tree: "",
  parents: [],
  author: nobody,
  committer: nobody,
  title: "",
  message: "",
};

/** The facts about a pipeline before its jobs exist. */
export async function pipelineFacts(
  context: Context,
  pipeline: Pick<Described, keyof Described>,
  url = serverUrl(),
): Promise<PipelineFacts> {
  const { store } = context;
  const project = store.projects.get(pipeline.project_id) as Project;
  const user = store.users.get(pipeline.user_id) as User;
  const isThere = pipeline.sha !== zeroId;
  const commit = isThere ? await readCommit(repositoryPlace(context, project), pipeline.sha) : noCommit;
  const schedule = pipeline.schedule_id === null ? undefined : store.schedules.get(pipeline.schedule_id);
  return {
    url,
    project: {
      id: project.id,
      name: project.name,
      path: project.path,
      fullPath: project.full_path,
      visibility: project.visibility,
      defaultBranch: project.default_branch,
      description: project.description,
      configPath: configPath(project),
    },
    user: { id: user.id, name: user.name, username: user.username, email: user.email },
    commit,
    ref: pipeline.ref,
    tag: pipeline.tag,
    beforeSha: pipeline.before_sha,
    source: pipeline.source,
    isProtected: pipeline.protected,
    iid: pipeline.iid,
    createdAt: pipeline.created_at,
    name: pipeline.name,
    scheduleDescription: schedule?.description,
    mergeRequest: mergeRequestFacts(context, pipeline.merge_request_id),
    openMergeRequests: openMergeRequests(context, project, pipeline.ref),
  };
}
