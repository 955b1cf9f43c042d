import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Release, ReleaseLink } from "../store/releases.ts";

export type LinkFields = Pick<ReleaseLink, "name" | "url" | "filepath" | "link_type">;

/**
 * Adds a link to a release.
 * @param prefix joins the faults into one text, as when the release is created
 * @throws ApiError 400
 */
export function addLink(
  { store }: Pick<Context, "store">,
  release: Release,
  link: LinkFields,
  prefix?: string,
): ReleaseLink {
  const faults = linkFaults({ store }, release, link);
  if (Object.keys(faults).length > 0) {
    if (prefix === undefined) throw invalid(faults);
    const said = Object.entries(faults).map(([field, texts]) => `Links ${field} ${texts.join(", ")}`);
    throw invalid(prefix + said.join(", "));
  }
  return store.releaseLinks.insert({ ...link, project_id: release.project_id, release_id: release.id });
}

/** Changes a link. @throws ApiError 400 */
export function changeLink(
  { store }: Pick<Context, "store">,
  release: Release,
  link: ReleaseLink,
  change: Partial<LinkFields>,
): ReleaseLink {
  const faults = linkFaults({ store }, release, { ...link, ...change }, link.id);
  if (Object.keys(faults).length > 0) throw invalid(faults);
  return store.releaseLinks.update(link.id, change);
}

function linkFaults({ store }: Pick<Context, "store">, release: Release, link: LinkFields, self?: number) {
  const others = store.releaseLinks.all({ release_id: release.id }).filter(({ id }) => id !== self);
  const taken = (field: "name" | "url" | "filepath") => others.some((other) => other[field] === link[field]);
  const { filepath } = link;
  const isPath =
    filepath === null || (/^\/(?:[-.\w]+\/?)*[\da-zA-Z]+$/.test(filepath) && filepath.length <= 128);
  const faults = {
    url: [
      ...(isAddress(link.url) ? [] : ["is blocked: Only allowed schemes are http, https, ftp"]),
      ...(taken("url") ? ["has already been taken"] : []),
    ],
    name: [
      ...(link.name.trim() === "" ? ["can't be blank"] : []),
      ...(taken("name") ? ["has already been taken"] : []),
    ],
    filepath: [
      ...(isPath ? [] : ["is in an invalid format"]),
      ...(filepath !== null && taken("filepath") ? ["has already been taken"] : []),
    ],
  };
  return Object.fromEntries(Object.entries(faults).filter(([, texts]) => texts.length > 0));
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^(https?|ftp):\/\//i.test(url);
}
