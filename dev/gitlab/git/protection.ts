import { wildcard } from "../matching/glob.ts";
import { type RefUpdate, zeroId } from "./refs.ts";

/** Who may change the refs of one name or pattern. The levels are GitLab's; 0 is nobody. */
export interface ProtectedBranch {
  readonly pattern: string;
  readonly push: readonly number[];
  readonly merge: readonly number[];
  readonly allowsForcePush: boolean;
}

export interface ProtectedTag {
  readonly pattern: string;
  readonly create: readonly number[];
}

/** The facts that decide whether a ref may change. */
export interface Rules {
  readonly project: string;
  /** The page of the project's members. */
  readonly membersUrl: string;
  readonly defaultBranch: string;
  readonly isEmpty: boolean;
  /** Who may push the first branch, whatever its name. */
  readonly firstPush: number;
  readonly branches: readonly ProtectedBranch[];
  readonly tags: readonly ProtectedTag[];
}

/** The caller: 30 developer, 40 maintainer, 50 owner. `web` for the API and merge requests, not git. */
export interface Actor {
  readonly level: number;
  readonly web: boolean;
}

export interface Change extends RefUpdate {
  /** `before` is not in the history of `after`. */
  readonly isForced: boolean;
}

const [developer, maintainer] = [30, 40];

/** True if a protected pattern matches the name: `*` is any run of characters. */
export function matches(pattern: string, name: string): boolean {
  return pattern.includes("*") ? wildcard(pattern)(name) : pattern === name;
}

/** True if commits may be pushed to a branch. */
export function canPush(rules: Rules, level: number, branch: string): boolean {
  if (level < developer) return false;
  if (rules.isEmpty) return level >= rules.firstPush;
  const found = matching(rules, branch);
  return found.length === 0 || found.some(({ push }) => allows(push, level));
}

/** True if a merge request may be merged into a branch. */
export function canMerge(rules: Rules, level: number, branch: string): boolean {
  if (canPush(rules, level, branch)) return true;
  return level >= developer && matching(rules, branch).some(({ merge }) => allows(merge, level));
}

/** True if a tag of this name may be created. */
export function canCreateTag(rules: Rules, level: number, tag: string): boolean {
  const found = rules.tags.filter(({ pattern }) => matches(pattern, tag));
  return level >= developer && (found.length === 0 || found.some(({ create }) => allows(create, level)));
}

export function isProtected(rules: Rules, branch: string): boolean {
  return matching(rules, branch).length > 0 || (rules.isEmpty && rules.firstPush > developer);
}

/** Why GitLab refuses a change of a ref; undefined if it accepts it. */
export function refusal(rules: Rules, actor: Actor, change: Change): string | undefined {
  const branch = nameBelow("refs/heads/", change.ref);
  if (branch !== undefined) return branchRefusal(rules, actor, change, branch);
  const tag = nameBelow("refs/tags/", change.ref);
  if (tag !== undefined) return tagRefusal(rules, actor, change, tag);
  return undefined;
}

function branchRefusal(rules: Rules, { level, web }: Actor, change: Change, branch: string) {
  const [isCreated, isDeleted] = [change.before === zeroId, change.after === zeroId];
  if (isDeleted && branch === rules.defaultBranch)
    return "The default branch of a project cannot be deleted.";
  if (!isDeleted && /^([0-9a-f]{40}|[0-9a-f]{64})(-\/|\/|$)/.test(branch)) {
    return "You cannot create a branch with a SHA-1 or SHA-256 branch name";
  }
  if (!isProtected(rules, branch)) return undefined;
  if (change.isForced && !matching(rules, branch).some(({ allowsForcePush }) => allowsForcePush)) {
    return "You are not allowed to force push code to a protected branch on this project.";
  }
  if (isDeleted) {
    if (level < maintainer) {
      return (
        "You are not allowed to delete protected branches from this project. " +
        "Only a project maintainer or owner can delete a protected branch."
      );
    }
    return web ? undefined : "You can only delete protected branches using the web interface.";
  }
  if (canPush(rules, level, branch)) return undefined;
  if (rules.isEmpty) {
    return (
      `\n\nA default branch (e.g. main) does not yet exist for ${rules.project}\n` +
      `Ask a project Owner or Maintainer to create a default branch:\n\n  ${rules.membersUrl}\n`
    );
  }
  if (isCreated) return "You are not allowed to create protected branches on this project.";
  return "You are not allowed to push code to protected branches on this project.";
}

function tagRefusal(rules: Rules, { level, web }: Actor, change: Change, tag: string) {
  const [isCreated, isDeleted] = [change.before === zeroId, change.after === zeroId];
  if (!isCreated && level < developer) return "You are not allowed to change existing tags on this project.";
  if (isCreated && tag === rules.defaultBranch) return "You cannot use default branch name to create a tag";
  if (!isDeleted && /^[0-9a-f]{40}/.test(tag)) {
    return "You cannot create a tag with a SHA-1 or SHA-256 tag name.";
  }
  if (!rules.tags.some(({ pattern }) => matches(pattern, tag))) return undefined;
  if (!isCreated && !isDeleted) return "Protected tags cannot be updated.";
  if (isDeleted && level < maintainer) {
    return (
      "You are not allowed to delete protected tags from this project. " +
      "Only a project maintainer or owner can delete a protected tag."
    );
  }
  if (isDeleted && !web) return "You can only delete protected tags using the web interface.";
  return canCreateTag(rules, level, tag)
    ? undefined
    : "You are not allowed to create this tag as it is protected.";
}

function matching(rules: Rules, branch: string): readonly ProtectedBranch[] {
  return rules.branches.filter(({ pattern }) => matches(pattern, branch));
}

function allows(levels: readonly number[], level: number): boolean {
  return levels.some((needed) => needed > 0 && level >= needed);
}

function nameBelow(prefix: string, ref: string): string | undefined {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}
