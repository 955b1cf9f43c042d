import { randomUUID } from "node:crypto";
import { textOf } from "../pipelines/source/yaml.ts";
import { byKey, expand, type JobVariable } from "../pipelines/variables/variable.ts";
import { signed } from "../secrets/signing.ts";
import type { JobFacts } from "./variables.ts";

/** The `id_tokens` of a job as masked variables. */
export function idTokens(all: JobFacts, known: readonly JobVariable[]): JobVariable[] {
  const wanted = (all.job.spec.work.id_tokens ?? {}) as Readonly<Record<string, { readonly aud?: unknown }>>;
  const values = byKey(known);
  return Object.entries(wanted).map(([key, { aud }]) => {
    const audience = [aud ?? []].flat().map((each) => expand(textOf(each), values));
    const claims = { ...claimsOf(all), aud: audience.length === 1 ? audience[0] : audience };
    return { key, value: signed(all.context, claims), public: false, masked: true, file: false, raw: true };
  });
}

function claimsOf({ context, facts, project, pipeline, job }: JobFacts) {
  const now = Math.floor(context.now().getTime() / 1000);
  const ref_type = pipeline.tag ? "tag" : "branch";
  const user = context.store.users.get(job.user_id);
  return {
    ...{ iss: facts.url, iat: now, nbf: now - 5, exp: now + job.timeout, jti: randomUUID() },
    sub: `project_path:${project.full_path}:ref_type:${ref_type}:ref:${pipeline.ref}`,
    namespace_id: String(project.group_id ?? project.owner_id ?? 0),
    namespace_path: project.full_path.split("/").slice(0, -1).join("/"),
    project_id: String(project.id),
    project_path: project.full_path,
    user_id: String(job.user_id),
    user_login: user?.username,
    user_email: user?.email,
    pipeline_id: String(pipeline.id),
    pipeline_source: pipeline.source,
    job_id: String(job.id),
    ...{ ref: pipeline.ref, ref_type, ref_protected: String(pipeline.protected), sha: pipeline.sha },
    ...(job.environment_name !== null && { environment: job.environment_name }),
  };
}
