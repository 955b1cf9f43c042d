import type { Context } from "../context.ts";
import type { Commit } from "../git/commits.ts";
import type { Project } from "../store/people.ts";
import type { Release, ReleaseLink } from "../store/releases.ts";
import { commitEntity } from "./commit.ts";
import { milestoneEntity } from "./milestone.ts";
import { webUrl } from "./project.ts";
import { userEntity } from "./user.ts";

const formats = ["zip", "tar.gz", "tar.bz2", "tar"];

/**
 * A release.
 * @param commit null if it is gone
 * @param seesCode false for guests of a project that is not public
 */
export function releaseEntity(
  context: Context,
  project: Project,
  release: Release,
  commit: Commit | null,
  {
    origin,
    seesCode,
    seesHtml = false,
  }: { readonly origin: string; readonly seesCode: boolean; readonly seesHtml?: boolean },
) {
  const { store } = context;
  const web = webUrl(project, origin);
  const self = releaseUrl(project, release, origin);
  const tag = encodeURIComponent(release.tag);
  const author = store.users.get(release.author_id);
  const links = store.releaseLinks.all({ release_id: release.id }, { order: "-id" });
  const sources = formats.map((format) => ({
    format,
    url: `${web}/-/archive/${tag}/${project.path}-${release.tag.replaceAll("/", "-")}.${format}`,
  }));
  const milestones = release.milestone_ids.flatMap((id) => store.milestones.get(id) ?? []);
  const listed = (what: string, state: string) =>
    `${web}/-/${what}?release_tag=${tag}&scope=all&state=${state}`;
  return {
    name: release.name,
    ...(seesCode && { tag_name: release.tag }),
    description: release.description,
    ...(seesHtml && { description_html: release.description ?? "" }),
    created_at: release.created_at,
    released_at: release.released_at,
    upcoming_release: Date.parse(release.released_at) > context.now().getTime(),
    ...(author && { author: userEntity(author, origin) }),
    ...(seesCode && commit && { commit: commitEntity(commit, web) }),
    ...(milestones.length > 0 && {
      milestones: milestones.map((each) => ({
        ...milestoneEntity(each, web, context.now()),
        issue_stats: {
          total: store.issues.count({ milestone_id: each.id }),
          closed: store.issues.count({ milestone_id: each.id, state: "closed" }),
        },
      })),
    }),
    ...(seesCode && {
      commit_path: `/${project.full_path}/-/commit/${release.sha}`,
      tag_path: `/${project.full_path}/-/tags/${tag}`,
    }),
    assets: {
      count: links.length + (seesCode ? sources.length : 0),
      ...(seesCode && { sources }),
      links: links.map((link) => linkEntity(project, release, link, origin)),
    },
    ...(seesCode && {
      evidences: release.evidences.map(({ sha, collected_at }, index) => ({
        sha,
        filepath: `${self}/evidences/${index + 1}.json`,
        collected_at,
      })),
    }),
    _links: {
      closed_issues_url: listed("issues", "closed"),
      closed_merge_requests_url: listed("merge_requests", "closed"),
      edit_url: `${self}/edit`,
      merged_merge_requests_url: listed("merge_requests", "merged"),
      opened_issues_url: listed("issues", "opened"),
      opened_merge_requests_url: listed("merge_requests", "opened"),
      self,
    },
  };
}

export function linkEntity(project: Project, release: Release, link: ReleaseLink, origin: string) {
  const { id, name, url, filepath, link_type } = link;
  const direct = filepath === null ? url : `${releaseUrl(project, release, origin)}/downloads${filepath}`;
  return { id, name, url, direct_asset_url: direct, link_type };
}

function releaseUrl(project: Project, { tag }: Release, origin: string): string {
  return `${webUrl(project, origin)}/-/releases/${encodeURIComponent(tag)}`;
}
