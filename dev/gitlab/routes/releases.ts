import { timestamp } from "../context.ts";
import { releaseEntity } from "../entities/release.ts";
import { readCommits } from "../git/commits.ts";
import { canSeeProject, groupOf, level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  filled,
  flag,
  given,
  hash,
  hashes,
  integers,
  moment,
  mutuallyExclusive,
  oneOf,
  optional,
  text,
  texts,
  withDefault,
} from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { createRelease, evidence, mayRelease, namedMilestones, removeRelease } from "../releases/release.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Project } from "../store/people.ts";
import { linkTypes, type Release } from "../store/releases.ts";

const path = "/projects/:id/releases";
const one = `${path}/:tag_name` as const;
const reading = { auth: "anyone", jobToken: true } as const;
const html = { include_html_description: withDefault(flag(), false) };
const link = hashes(
  {
    name: text(),
    url: text(),
    direct_asset_path: optional(text()),
    filepath: optional(text()),
    link_type: withDefault(oneOf(...linkTypes), "other"),
  },
  "assets[links]",
);
const fields = {
  name: optional(text()),
  description: optional(text()),
  released_at: optional(moment()),
  milestones: optional(texts()),
  milestone_ids: optional(integers()),
};
const listParams = {
  ...html,
  order_by: withDefault(oneOf("released_at", "created_at"), "released_at"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
  updated_before: optional(moment()),
  updated_after: optional(moment()),
};

/** Releases of a project, addressed by their tags. */
export const releaseRoutes: readonly Route[] = [
  route("GET", path, { ...reading, params: listParams }, (call) => {
    const project = projectOf(call);
    const { order_by, sort, updated_after = "", updated_before = "9" } = call.params;
    const order = `${sort === "desc" ? "-" : ""}${order_by}`;
    const found = call.context.store.releases.all({ project_id: project.id }, { order });
    const within = found.filter(
      ({ updated_at }) => updated_at >= updated_after && updated_at <= updated_before,
    );
    return shown(
      call,
      paginate(call, within, (each) => each),
      call.params.include_html_description,
    );
  }),

  route(
    "GET",
    "/groups/:id/releases",
    { params: { sort: withDefault(oneOf("asc", "desc"), "desc") } },
    (call) => {
      const { context, identity } = call;
      const group = groupOf(call, level.guest);
      const inside = context.store.projects
        .all()
        .filter((project) => groupsAbove(context, project).some(({ id }) => id === group.id))
        .filter((project) => canSeeProject(context, identity, project));
      const order = `${call.params.sort === "desc" ? "-" : ""}released_at`;
      const found = context.store.releases.all({ project_id: inside.map(({ id }) => id) }, { order });
      return shown(
        call,
        paginate(call, found, (each) => each),
      );
    },
  ),

  route("GET", `${path}/permalink/latest`, reading, latest),
  route("GET", `${path}/permalink/latest/*`, reading, latest),

  route("GET", one, { ...reading, params: html }, async (call) => {
    const [project, release] = releaseOf(call);
    if (!seesCode(call, project)) throw forbidden();
    return (await shown(call, [release], call.params.include_html_description))[0];
  }),

  route("GET", `${one}/downloads/*`, reading, (call) => {
    const [project, release] = releaseOf(call);
    if (!seesCode(call, project)) throw forbidden();
    const where = { release_id: release.id, filepath: `/${decodeURIComponent(call.params["*"])}` };
    const found = call.context.store.releaseLinks.first(where);
    if (!found) throw notFound();
    return new Answer(302, "", { location: found.url, "content-type": "text/plain" });
  }),

  route(
    "POST",
    path,
    {
      jobToken: true,
      params: {
        ...fields,
        tag_name: filled(),
        tag_message: optional(text()),
        ref: optional(text()),
        assets: optional(hash({ links: optional(link) }, "assets")),
      },
    },
    async (call) => {
      const project = projectOf(call, level.developer);
      refuseBoth(call.params);
      const { tag_name, tag_message, ref, name, description, assets } = call.params;
      const { milestones, milestone_ids, released_at } = call.params;
      const links = (assets?.links ?? []).map(({ filepath, direct_asset_path, ...each }) => ({
        ...each,
        filepath: direct_asset_path ?? filepath ?? null,
      }));
      const release = await createRelease(call.context, author(call, project), {
        tag: tag_name,
        tagMessage: tag_message,
        name,
        description,
        ref: ref === "" ? undefined : ref,
        milestones,
        milestoneIds: milestone_ids,
        releasedAt: released_at,
        links,
      });
      return (await shown(call, [release]))[0];
    },
  ),

  route("PUT", one, { jobToken: true, params: fields }, async (call) => {
    const [project, release] = releaseOf(call, level.developer);
    refuseBoth(call.params);
    await mayRelease(call.context, author(call, project), release.tag);
    const { name, description, released_at, milestones, milestone_ids: milestoneIds } = call.params;
    const milestone_ids = namedMilestones(call.context, project, { milestones, milestoneIds });
    const changed = call.context.store.releases.update(release.id, {
      ...given({ name, description, released_at, milestone_ids }),
      updated_at: timestamp(call.context),
    });
    return (await shown(call, [changed]))[0];
  }),

  route("DELETE", one, { jobToken: true }, async (call) => {
    const [project, release] = releaseOf(call, level.developer);
    await mayRelease(call.context, author(call, project), release.tag);
    const [entity] = await shown(call, [release]);
    removeRelease(call.context, release);
    return new Answer(200, entity);
  }),

  route("POST", `${one}/evidence`, {}, (call) => {
    const [, release] = releaseOf(call, level.developer);
    const { releases } = call.context.store;
    const evidences = [...release.evidences, evidence(release, timestamp(call.context))];
    releases.update(release.id, { evidences });
    return new Answer(202, 202);
  }),
];

/** The project and the release that a path names. @throws ApiError 404 */
export function releaseOf(
  call: Pick<Call<{ readonly id: string; readonly tag_name: string }>, "context" | "identity" | "params">,
  needed?: number,
): [Project, Release] {
  const project = projectOf(call, needed);
  const release = call.context.store.releases.first({ project_id: project.id, tag: call.params.tag_name });
  if (!release) throw notFound();
  return [project, release];
}

function latest(call: Call<{ readonly id: string; readonly "*"?: string }>) {
  const project = projectOf(call);
  if (!seesCode(call, project)) throw forbidden();
  const found = call.context.store.releases.first({ project_id: project.id }, { order: "-released_at" });
  if (!found) throw notFound();
  const rest = call.params["*"] === undefined ? "" : `/${call.params["*"]}`;
  const query = call.request.url.split("?")[1];
  const place = `${call.origin}/api/v4/projects/${project.id}/releases/${encodeURIComponent(found.tag)}${rest}`;
  const location = query === undefined ? place : `${place}?${query}`;
  return new Answer(302, "", { location, "content-type": "text/plain" });
}

function refuseBoth(params: object): void {
  mutuallyExclusive(params, ["milestones", "milestone_ids"]);
}

function author(call: Pick<Call, "identity" | "origin">, project: Project) {
  return { project, user: signedIn(call), origin: call.origin };
}

function seesCode({ context, identity }: Pick<Call, "context" | "identity">, project: Project): boolean {
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  return project.visibility !== "private" || own >= level.reporter;
}

async function shown(call: Call, releases: readonly Release[], seesHtml = false) {
  const { context, origin } = call;
  return Promise.all(
    releases.map(async (release) => {
      const project = context.store.projects.get(release.project_id) as Project;
      const [commit = null] = await readCommits(await repositoryOf(context, project), [release.sha]);
      return releaseEntity(context, project, release, commit, {
        origin,
        seesCode: seesCode(call, project),
        seesHtml,
      });
    }),
  );
}
