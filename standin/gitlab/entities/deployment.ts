import type { Context } from "../context.ts";
import type { Project } from "../store/people.ts";
import type { Deployment } from "../store/pipelines.ts";
import { userEntity } from "./user.ts";

/** A deployment, with the job that made it. */
export function deploymentEntity({ store }: Pick<Context, "store">, deployment: Deployment, origin: string) {
  const { id, iid, ref, sha, created_at, updated_at, status, user_id, job_id, environment_id } = deployment;
  const user = store.users.get(user_id);
  const job = store.jobs.get(job_id);
  const project = store.projects.get(deployment.project_id) as Project;
  const environment = store.environments.get(environment_id);
  return {
    id,
    iid,
    ref,
    sha,
    created_at,
    updated_at,
    status,
    user: user ? userEntity(user, origin) : null,
    environment: environment && {
      id: environment.id,
      name: environment.name,
      slug: environment.slug,
      external_url: environment.external_url,
    },
    deployable: job
      ? {
          id: job.id,
          status: job.status,
          stage: job.stage,
          name: job.name,
          ref,
          tag: job.tag,
          created_at: job.created_at,
          started_at: job.started_at,
          finished_at: job.finished_at,
          web_url: `${origin}/${project.full_path}/-/jobs/${job.id}`,
        }
      : null,
  };
}
