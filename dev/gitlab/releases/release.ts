import { createHash } from "node:crypto";
import { type Context, timestamp } from "../context.ts";
import { canCreateTag } from "../git/protection.ts";
import { findCommit, isRefName, zeroId } from "../git/refs.ts";
import { listTags, writeTag } from "../git/tags.ts";
import { projectLevel } from "../http/access.ts";
import { ApiError, conflict, invalid, unprocessable } from "../http/errors.ts";
import { milestonesNamed } from "../issues/milestones.ts";
import { repositoryOf, rulesOf } from "../repositories/repository.ts";
import { type Author, changeRefs } from "../repositories/update.ts";
import type { Project } from "../store/people.ts";
import type { Release, ReleaseLink } from "../store/releases.ts";
import { addLink } from "./links.ts";

export interface ReleaseRequest {
  readonly tag: string;
  readonly tagMessage?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** The commit or ref of a new tag. */
  readonly ref?: string | undefined;
  readonly milestones?: readonly string[] | undefined;
  readonly milestoneIds?: readonly number[] | undefined;
  readonly releasedAt?: string | undefined;
  readonly links: readonly Pick<ReleaseLink, "name" | "url" | "filepath" | "link_type">[];
}

/** Creates a release, and its tag if there is none. @throws ApiError */
export async function createRelease(
  context: Context,
  author: Author,
  asked: ReleaseRequest,
): Promise<Release> {
  const { project, user } = author;
  const { store } = context;
  const { tag } = asked;
  await mayRelease(context, author, tag);
  if (store.releases.first({ project_id: project.id, tag })) throw conflict("Release already exists");
  const milestone_ids = namedMilestones(context, project, asked) ?? [];
  const sha = await ensureTag(context, author, asked);
  const now = timestamp(context);
  const released_at = asked.releasedAt ?? now;
  return store.transaction(() => {
    const content = {
      project_id: project.id,
      tag,
      name: asked.name ?? tag,
      description: asked.description ?? null,
    };
    // GitLab keeps no evidence of releases of the past or the future.
    const isNow = asked.releasedAt === undefined || asked.releasedAt === now;
    const release = store.releases.insert({
      ...content,
      sha,
      author_id: user.id,
      milestone_ids,
      evidences: isNow ? [evidence({ ...content, sha }, now)] : [],
      released_at,
      created_at: now,
      updated_at: now,
    });
    for (const link of asked.links) addLink(context, release, link, "Validation failed: ");
    return release;
  });
}

/** The digest of a release's content at a moment. */
export function evidence(
  content: Pick<Release, "tag" | "name" | "description" | "sha">,
  collected_at: string,
) {
  return { sha: createHash("sha256").update(JSON.stringify(content)).digest("hex"), collected_at };
}

/**
 * A user who may not create a protected tag may not create, change or remove its release.
 * @throws ApiError 403
 */
export async function mayRelease(
  context: Context,
  { project, user, origin }: Author,
  tag: string,
): Promise<void> {
  const rules = await rulesOf(context, project, origin);
  if (!canCreateTag(rules, projectLevel(context, user, project), tag)) {
    throw new ApiError(403, { message: "You are not allowed to create this tag as it is protected." });
  }
}

/** Numbers of the milestones of a request; undefined if it names none. @throws ApiError 400 */
export function namedMilestones(
  context: Pick<Context, "store">,
  { id: project_id }: Project,
  { milestones, milestoneIds }: Pick<ReleaseRequest, "milestones" | "milestoneIds">,
): number[] | undefined {
  const missing =
    milestones?.filter((title) => milestonesNamed(context, project_id, title).length === 0) ?? [];
  if (missing.length > 0) throw invalid(`Milestone(s) not found: ${missing.join(", ")}`);
  const isKnown = (id: number) => context.store.milestones.get(id)?.project_id === project_id;
  const unknown = milestoneIds?.filter((id) => !isKnown(id)) ?? [];
  if (unknown.length > 0) throw invalid(`Milestone id(s) not found: ${unknown.join(", ")}`);
  return (
    milestones?.flatMap((title) => milestonesNamed(context, project_id, title).map(({ id }) => id)) ??
    (milestoneIds && [...milestoneIds])
  );
}

/** @returns the commit that the tag points to */
async function ensureTag(
  context: Context,
  author: Author,
  { tag, tagMessage, ref }: ReleaseRequest,
): Promise<string> {
  const repository = await repositoryOf(context, author.project);
  const [existing] = await listTags(repository, tag);
  if (existing) return existing.commit;
  if (ref === undefined) throw unprocessable("Ref is not specified");
  if (!(await isRefName(repository, tag))) throw invalid("Tag name invalid");
  const commit = await findCommit(repository, ref);
  if (!commit) throw invalid(`Target ${ref} is invalid`);
  const message = tagMessage ?? "";
  const after =
    message === "" ? commit : await writeTag(repository, { name: tag, commit, message, tagger: author.user });
  await changeRefs(context, author, [{ ref: `refs/tags/${tag}`, before: zeroId, after }]);
  return commit;
}

/** A release is removed with its tag. */
export function followTags({ events, store }: Context): void {
  events.on("push", ({ projectId, ref, after }) => {
    if (!ref.startsWith("refs/tags/") || after !== zeroId) return;
    const release = store.releases.first({ project_id: projectId, tag: ref.slice("refs/tags/".length) });
    if (release) removeRelease({ store }, release);
  });
}

export function removeRelease({ store }: Pick<Context, "store">, { id }: Release): void {
  store.transaction(() => {
    store.releaseLinks.removeAll({ release_id: id });
    store.releases.remove(id);
  });
}
