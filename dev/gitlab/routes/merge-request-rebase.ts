import { timestamp } from "../context.ts";
import { history } from "../git/commits.ts";
import { rebase } from "../git/pick.ts";
import { findCommit } from "../git/refs.ts";
import { signedIn } from "../http/access.ts";
import { conflict, forbidden, notFound } from "../http/errors.ts";
import { flag, withDefault } from "../http/params.ts";
import { Answer, type Route, route } from "../http/route.ts";
import { repositoryOf } from "../repositories/repository.ts";
import { changeRefs, mayPush } from "../repositories/update.ts";
import { mergeRequestOf } from "./merge-request-call.ts";

const failed = "Rebase failed: Rebase locally, resolve all conflicts, then push the branch.";

/** Rebases the source branch of a merge request onto its target. It is complete when the answer arrives. */
export const mergeRequestRebaseRoutes: readonly Route[] = [
  route(
    "PUT",
    "/projects/:id/merge_requests/:iid/rebase",
    { params: { skip_ci: withDefault(flag(), false) } },
    async (call) => {
      const { context, origin, params } = call;
      const [project, row] = mergeRequestOf(call);
      const user = signedIn(call);
      const repository = await repositoryOf(context, project);
      const ref = `refs/heads/${row.source_branch}`;
      const source = await findCommit(repository, ref);
      const target = await findCommit(repository, `refs/heads/${row.target_branch}`);
      if (source === undefined) throw forbidden("Source branch does not exist");
      const author = { project, user, origin };
      if (!(await mayPush(context, author, row.source_branch))) {
        throw forbidden("Cannot push to source branch");
      }
      if (row.state !== "opened") throw conflict();
      if (target === undefined) throw notFound("Branch");
      const commits = await history(repository, { from: [source], without: [target], order: "topo" });
      const plain = commits.filter(({ parents }) => parents.length < 2).reverse();
      const made = await rebase(repository, plain, target, { name: user.name, email: user.email });
      const merge_error = made === "conflict" ? failed : null;
      context.store.mergeRequests.update(row.id, { merge_error, updated_at: timestamp(context) });
      if (made !== "conflict" && made.id !== source) {
        const options = params.skip_ci ? ["ci.skip"] : [];
        await changeRefs(context, author, [{ ref, before: source, after: made.id }], { options });
      }
      return new Answer(202, { rebase_in_progress: true });
    },
  ),
];
