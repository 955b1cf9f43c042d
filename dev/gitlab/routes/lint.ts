import { findCommit, zeroId } from "../git/refs.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { flag, optional, text, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { sealVariables } from "../pipelines/known.ts";
import { lint } from "../pipelines/lint.ts";
import { repositoryPlace } from "../projects/repository.ts";

const shared = {
  dry_run: withDefault(flag(), false),
  include_jobs: withDefault(flag(), false),
  ref: optional(text()),
  dry_run_ref: optional(text()),
  content_ref: optional(text()),
};

interface Asked {
  readonly id: string;
  readonly dry_run: boolean;
  readonly include_jobs: boolean;
  readonly ref?: string | undefined;
  readonly dry_run_ref?: string | undefined;
  readonly content_ref?: string | undefined;
}

async function answer(call: Call<Asked>, content: string | undefined) {
  const { context, params } = call;
  const project = projectOf(call, level.developer);
  const ref = params.dry_run_ref || params.ref || project.default_branch;
  const found = await findCommit(repositoryPlace(context, project), params.content_ref || ref);
  // A text can be checked for a project that has no commit yet.
  const sha = found ?? (content !== undefined && !project.has_branch ? zeroId : undefined);
  if (!sha) throw notFound("Commit");
  const request = {
    project_id: project.id,
    user_id: signedIn(call).id,
    ref: `refs/heads/${ref}`,
    sha,
    before_sha: zeroId,
    source: "push",
    skip: false,
    merge_request_id: null,
    schedule_id: null,
    sealed_variables: sealVariables(context, []),
  } as const;
  const options = { content, isDryRun: params.dry_run, showsJobs: params.include_jobs };
  const { jobs, ...rest } = await lint(context, project, request, options);
  return new Answer(200, { ...rest, includes: [], ...(params.include_jobs && { jobs: jobs ?? [] }) });
}

export const lintRoutes: readonly Route[] = [
  route("GET", "/projects/:id/ci/lint", { params: shared }, (call) => answer(call, undefined)),
  route("POST", "/projects/:id/ci/lint", { params: { ...shared, content: text() } }, (call) =>
    answer(call, call.params.content),
  ),
];
