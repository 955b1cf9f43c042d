import { commitEntity } from "../entities/commit.ts";
import { type Commit, readCommits } from "../git/commits.ts";
import { isAncestor } from "../git/merge.ts";
import { canPush, matches, type Rules } from "../git/protection.ts";
import { findCommit, findRef, isEmpty, isRefName, listRefs, type Ref, zeroId } from "../git/refs.ts";
import { level, projectLevel, projectOf } from "../http/access.ts";
import { ApiError, invalid, notAllowed, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, optional, text } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { compile } from "../matching/pattern.ts";
import { writeReadme } from "../projects/readme.ts";
import { rulesOf } from "../repositories/repository.ts";
import { changeRefs } from "../repositories/update.ts";
import { type Code, readCode, writeCode } from "./code.ts";

const prefix = "refs/heads/";
const path = "/projects/:id/repository/branches";
const reading = { auth: "anyone", jobToken: true, scopes: ["read_repository"] } as const;

/** Branches of a project. */
export const branchRoutes: readonly Route[] = [
  route(
    "GET",
    path,
    { ...reading, params: { search: optional(text()), regex: optional(text()) } },
    async (call) => {
      const code = await readCode(call);
      const { search, regex } = call.params;
      const pattern = compile(regex ?? "");
      if (!pattern) throw new ApiError(400, { error: "regex is not a regular expression of RE2" });
      const refs = (await listRefs(code.repository, prefix)).filter(
        ({ name }) => found(name.slice(prefix.length), search) && pattern.matches(name.slice(prefix.length)),
      );
      const page = paginate(call, refs, (ref) => ref);
      return entities(call, code, page);
    },
  ),

  route("GET", `${path}/:branch`, reading, async (call) => {
    const code = await readCode(call);
    return (await entities(call, code, [await branchOf(code, call.params.branch)]))[0];
  }),

  route("HEAD", `${path}/:branch`, reading, async (call) => {
    const code = await readCode(call);
    const isThere = await findRef(code.repository, prefix + call.params.branch);
    return new Answer(isThere ? 204 : 404);
  }),

  route("POST", path, { params: { branch: filled(), ref: filled() } }, async (call) => {
    const code = await writeCode(call);
    const { branch, ref } = call.params;
    if (!(await isRefName(code.repository, branch))) throw invalid("Branch name is invalid");
    // The first branch of an empty repository starts from a default branch that is made for it.
    if (await isEmpty(code.repository)) await writeReadme(call.context, code.author, "Add README.md");
    if (await findRef(code.repository, prefix + branch)) throw invalid("Branch already exists");
    const after = await findCommit(code.repository, ref);
    if (!after) throw invalid(`Failed to create branch '${branch}': invalid reference name '${ref}'`);
    await changeRefs(call.context, code.author, [{ ref: prefix + branch, before: zeroId, after }]);
    return (await entities(call, code, [await branchOf(code, branch)]))[0];
  }),

  route("DELETE", `${path}/:branch`, {}, async (call) => {
    const { context, identity } = call;
    const project = projectOf(call);
    const own = identity ? projectLevel(context, identity.user, project) : level.none;
    if (own < level.developer) throw notAllowed("You dont have push access to repo");
    const code = await writeCode(call);
    const { name, commit } = await branchOf(code, call.params.branch);
    await changeRefs(context, code.author, [{ ref: name, before: commit, after: zeroId }]);
  }),

  route("DELETE", "/projects/:id/repository/merged_branches", {}, async (call) => {
    const code = await writeCode(call);
    const rules = await rulesOf(call.context, code.project, call.origin);
    const refs = await listRefs(code.repository, prefix);
    const root = refs.find(({ name }) => name === prefix + code.project.default_branch);
    for (const { name, commit } of root ? refs : []) {
      const isKept = name === root?.name || protections(rules, name.slice(prefix.length)).length > 0;
      if (isKept || !root || !(await isAncestor(code.repository, commit, root.commit))) continue;
      await changeRefs(call.context, code.author, [{ ref: name, before: commit, after: zeroId }]);
    }
    return new Answer(202, { message: "202 Accepted" });
  }),
];

async function branchOf({ repository }: Code, name: string): Promise<Ref> {
  const ref = await findRef(repository, prefix + name);
  if (!ref) throw notFound("Branch");
  return ref;
}

/** `^` and `$` anchor a search at a name's start and end. */
function found(name: string, search = ""): boolean {
  const wanted = search.replace(/^\^|\$$/g, "").toLowerCase();
  const isFound = name.toLowerCase().includes(wanted);
  if (search.startsWith("^") && !name.toLowerCase().startsWith(wanted)) return false;
  if (search.endsWith("$") && !name.toLowerCase().endsWith(wanted)) return false;
  return isFound;
}

async function entities(
  call: Pick<Call, "context" | "origin" | "identity">,
  code: Code,
  refs: readonly Ref[],
) {
  const { context, origin, identity } = call;
  const { project, repository, web } = code;
  const rules = await rulesOf(context, project, origin);
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  const commits = await readCommits(
    repository,
    refs.map(({ commit }) => commit),
  );
  const root = await findCommit(repository, prefix + project.default_branch);
  return Promise.all(
    refs.map(async (ref, index) => {
      const name = ref.name.slice(prefix.length);
      const rulesHere = protections(rules, name);
      const isMerged =
        root !== undefined && root !== ref.commit && (await isAncestor(repository, ref.commit, root));
      return {
        name,
        commit: commitEntity(commits[index] as Commit, web),
        merged: isMerged,
        protected: rulesHere.length > 0,
        developers_can_push: rulesHere.some(({ push }) => push.includes(level.developer)),
        developers_can_merge: rulesHere.some(({ merge }) => merge.includes(level.developer)),
        can_push: canPush(rules, own, name),
        default: name === project.default_branch,
        web_url: `${web}/-/tree/${encodeURI(name)}`,
      };
    }),
  );
}

function protections(rules: Rules, name: string) {
  return rules.branches.filter(({ pattern }) => matches(pattern, name));
}
