import { commitEntity } from "../entities/commit.ts";
import { type Commit, readCommits } from "../git/commits.ts";
import { matches } from "../git/protection.ts";
import { findCommit, isRefName, zeroId } from "../git/refs.ts";
import { listTags, type Tag, writeTag } from "../git/tags.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, oneOf, optional, text, withDefault } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { changeRefs } from "../repositories/update.ts";
import { type Code, readCode, writeCode } from "./code.ts";

const path = "/projects/:id/repository/tags";
const reading = { auth: "anyone", scopes: ["read_repository"] } as const;
const listParams = {
  search: optional(text()),
  order_by: withDefault(oneOf("name", "updated", "version"), "updated"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
};

/** Tags of a project. */
export const tagRoutes: readonly Route[] = [
  route("GET", path, { ...reading, jobToken: true, params: listParams }, async (call) => {
    const code = await readCode(call);
    const { search = "", order_by, sort } = call.params;
    const wanted = search.replace(/^\^|\$$/g, "");
    const tags = (await listTags(code.repository)).filter(({ tag }) => tag.includes(wanted));
    const shown = await entities(call, code, tags);
    const key = (each: (typeof shown)[number]) =>
      order_by === "updated" ? `${each.created_at ?? each.commit.committed_date} ${each.name}` : each.name;
    const compare = new Intl.Collator("en", { numeric: order_by === "version" }).compare;
    const ordered = shown.sort((a, b) => compare(key(a), key(b)) * (sort === "asc" ? 1 : -1));
    return paginate(call, ordered, (tag) => tag);
  }),

  route("GET", `${path}/:tag_name`, reading, async (call) => {
    const code = await readCode(call);
    return (await entities(call, code, [await tagOf(code, call.params.tag_name)]))[0];
  }),

  route(
    "POST",
    path,
    { params: { tag_name: filled(), ref: filled(), message: optional(text()) } },
    async (call) => {
      const code = await writeCode(call);
      const { tag_name: name, ref, message = "" } = call.params;
      const { repository, author } = code;
      if (!(await isRefName(repository, name))) throw invalid("Tag name invalid");
      const commit = await findCommit(repository, ref);
      if (!commit) throw invalid(`Target ${ref} is invalid`);
      if ((await listTags(repository, name)).length > 0) throw invalid(`Tag ${name} already exists`);
      const isAnnotated = message !== "";
      const after = isAnnotated
        ? await writeTag(repository, { name, commit, message, tagger: author.user })
        : commit;
      await changeRefs(call.context, author, [{ ref: `refs/tags/${name}`, before: zeroId, after }]);
      return (await entities(call, code, [await tagOf(code, name)]))[0];
    },
  ),

  route("DELETE", `${path}/:tag_name`, {}, async (call) => {
    const code = await writeCode(call);
    const { name, object } = await tagOf(code, call.params.tag_name);
    await changeRefs(call.context, code.author, [{ ref: name, before: object, after: zeroId }]);
  }),
];

async function tagOf({ repository }: Code, name: string): Promise<Tag> {
  const [tag] = await listTags(repository, name);
  if (!tag) throw notFound("Tag");
  return tag;
}

async function entities(
  { context }: Pick<Call, "context">,
  { project, repository, web }: Code,
  tags: readonly Tag[],
) {
  const rules = context.store.protectedTags.all({ project_id: project.id });
  const commits = await readCommits(
    repository,
    tags.map(({ commit }) => commit),
  );
  const releases = new Map(
    context.store.releases.all({ project_id: project.id }).map((each) => [each.tag, each]),
  );
  const releaseOf = (tag: string) => {
    const found = releases.get(tag);
    return found ? { tag_name: tag, description: found.description } : null;
  };
  return tags.map(({ tag, message, object, created }, index) => ({
    name: tag,
    message,
    target: object,
    commit: commitEntity(commits[index] as Commit, web),
    release: releaseOf(tag),
    protected: rules.some(({ name }) => matches(name, tag)),
    created_at: created,
  }));
}
