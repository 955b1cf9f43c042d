import type { Context } from "../context.ts";
import { matches } from "../git/protection.ts";

/** True if a protected branch or tag has this name. */
export function isProtectedRef(
  { store }: Pick<Context, "store">,
  projectId: number,
  ref: string,
  tag: boolean,
): boolean {
  const rules = tag ? store.protectedTags : store.protectedBranches;
  return rules.all({ project_id: projectId }).some(({ name }) => matches(name, ref));
}
