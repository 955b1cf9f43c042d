import type { Context } from "../context.ts";
import type { Repository } from "../git/command.ts";
import { findRef, type RefUpdate, zeroId } from "../git/refs.ts";
import { setHead } from "../git/repository.ts";
import { level } from "../http/access.ts";
import type { Group, Project } from "../store/people.ts";

/** The protection of a new default branch. */
export interface FirstProtection {
  /** Who may push the first branch. */
  readonly firstPush: number;
  /** Undefined: the branch is unprotected. */
  readonly rule?: { readonly push: number; readonly merge: number; readonly allowsForcePush: boolean };
}

const { developer, maintainer } = level;
const full = { push: maintainer, merge: maintainer, allowsForcePush: false };

/** By the number of `default_branch_protection`. */
const byNumber: readonly FirstProtection[] = [
  { firstPush: developer },
  { firstPush: developer, rule: { ...full, push: developer } },
  { firstPush: maintainer, rule: full },
  { firstPush: maintainer, rule: { ...full, merge: developer } },
  { firstPush: developer, rule: full },
];

interface Defaults {
  readonly allowed_to_push?: readonly { readonly access_level?: number }[];
  readonly allowed_to_merge?: readonly { readonly access_level?: number }[];
  readonly allow_force_push?: boolean;
  readonly developer_can_initial_push?: boolean;
}

/** The group's protection for a project's first branch. Without one, the branch is fully protected. */
export function firstProtection(group: Pick<Group, "options"> | undefined): FirstProtection {
  const { default_branch_protection: number, default_branch_protection_defaults: given } =
    group?.options ?? {};
  const fallback = byNumber[typeof number === "number" ? number : 2] as FirstProtection;
  if (typeof given !== "object" || given === null) return fallback;
  const { allowed_to_push, allowed_to_merge, ...flags } = given as Defaults;
  const lowest = (rules: Defaults["allowed_to_push"]) =>
    Array.isArray(rules) && rules.some((rule) => rule?.access_level === developer) ? developer : maintainer;
  const [push, merge] = [lowest(allowed_to_push), lowest(allowed_to_merge)];
  const allowsForcePush = flags.allow_force_push === true;
  if (allowsForcePush && push === developer && merge === developer) return { firstPush: developer };
  const isOpen = push === developer || flags.developer_can_initial_push === true;
  return { firstPush: isOpen ? developer : maintainer, rule: { push, merge, allowsForcePush } };
}

export function firstProtectionOf({ store }: Pick<Context, "store">, { group_id }: Project): FirstProtection {
  return firstProtection(group_id === null ? undefined : store.groups.get(group_id));
}

/** The first branch of a project is its default branch, protected as its group says. */
export async function adoptDefaultBranch(
  context: Context,
  project: Project,
  repository: Repository,
  updates: readonly RefUpdate[],
): Promise<void> {
  const branches = updates
    .filter(
      ({ ref, before, after }) => ref.startsWith("refs/heads/") && before === zeroId && after !== zeroId,
    )
    .map(({ ref }) => ref.slice("refs/heads/".length));
  const [first] = branches;
  if (first === undefined) return;
  const isKnown = await findRef(repository, `refs/heads/${project.default_branch}`);
  const name = isKnown ? project.default_branch : first;
  if (name !== project.default_branch) {
    context.store.projects.update(project.id, { default_branch: name });
  }
  if (!isKnown || branches.includes(name)) {
    await setHead(repository, name);
    protect(context, project, name);
  }
}

function protect(context: Context, project: Project, name: string): void {
  const { store } = context;
  const { rule } = firstProtectionOf(context, project);
  if (!rule || store.protectedBranches.first({ project_id: project.id, name })) return;
  store.protectedBranches.insert({
    ...{ project_id: project.id, name, create_access_level: level.maintainer },
    ...{ push_access_level: rule.push, merge_access_level: rule.merge },
    allow_force_push: rule.allowsForcePush,
  });
}
