import { linkEntity } from "../entities/release.ts";
import { level } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { atLeastOne, given, oneOf, optional, text, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { addLink, changeLink } from "../releases/links.ts";
import { linkTypes, type Release, type ReleaseLink } from "../store/releases.ts";
import { releaseOf } from "./releases.ts";

const path = "/projects/:id/releases/:tag_name/assets/links";
const one = `${path}/:link_id` as const;
const places = { direct_asset_path: optional(text()), filepath: optional(text()) };

/** Links of a release. */
export const releaseLinkRoutes: readonly Route[] = [
  route("GET", path, { auth: "anyone", jobToken: true }, (call) => {
    const [project, release] = releaseOf(call);
    const links = call.context.store.releaseLinks.all({ release_id: release.id }, { order: "-id" });
    return paginate(call, links, (link) => linkEntity(project, release, link, call.origin));
  }),

  route("GET", one, { auth: "anyone", jobToken: true }, (call) => {
    const [project, release] = releaseOf(call);
    return linkEntity(project, release, linkOf(call, release), call.origin);
  }),

  route(
    "POST",
    path,
    {
      jobToken: true,
      params: { ...places, name: text(), url: text(), link_type: withDefault(oneOf(...linkTypes), "other") },
    },
    (call) => {
      const [project, release] = releaseOf(call, level.developer);
      const { name, url, link_type, direct_asset_path, filepath = null } = call.params;
      const fields = { name, url, link_type, filepath: direct_asset_path ?? filepath };
      return linkEntity(project, release, addLink(call.context, release, fields), call.origin);
    },
  ),

  route(
    "PUT",
    one,
    {
      jobToken: true,
      params: {
        ...places,
        name: optional(text()),
        url: optional(text()),
        link_type: optional(oneOf(...linkTypes)),
      },
    },
    (call) => {
      const [project, release] = releaseOf(call, level.developer);
      atLeastOne(call.params, ["name", "url"]);
      const { name, url, link_type, direct_asset_path, filepath } = call.params;
      const change = given({ name, url, link_type, filepath: direct_asset_path ?? filepath });
      const changed = changeLink(call.context, release, linkOf(call, release), change);
      return linkEntity(project, release, changed, call.origin);
    },
  ),

  route("DELETE", one, { jobToken: true }, (call) => {
    const [project, release] = releaseOf(call, level.developer);
    const link = linkOf(call, release);
    call.context.store.releaseLinks.remove(link.id);
    return new Answer(200, linkEntity(project, release, link, call.origin));
  }),
];

function linkOf(
  { context, params }: Pick<Call<{ readonly link_id: string }>, "context" | "params">,
  release: Release,
): ReleaseLink {
  const found = context.store.releaseLinks.first({ id: Number(params.link_id), release_id: release.id });
  if (!found) throw notFound();
  return found;
}
