import type { Context } from "../context.ts";
import type { Deployment } from "../store/pipelines.ts";
import { userEntity } from "./user.ts";

/** A deployment. @param deployable the job that made it, in the API's form; null if a client made it */
export function deploymentEntity(
  { store }: Pick<Context, "store">,
  deployment: Deployment,
  deployable: object | null,
  origin: string,
) {
  const { id, iid, ref, sha, created_at, updated_at, status, user_id, environment_id } = deployment;
  const user = store.users.get(user_id);
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
    deployable,
  };
}
