import type { Repository } from "../stack-plan.ts";

/** A build context that is a git repository, in Docker's notation. */
export interface RepositoryContext {
  readonly url: string;
  /** Branch, tag or commit. Undefined: the default branch. */
  readonly ref: string | undefined;
  /** Path of the context in the repository. "" is the whole repository. */
  readonly folder: string;
}

const forms =
  /^(?:(?:https?|ssh|git):\/\/[^#?]+\.git|ssh:\/\/[^#?]+|git:\/\/[^#?]+|git@[^#?:]+:[^#?]+|github\.com\/[^#?]+)$/;

/** Parses a build context. Undefined if it is not a repository, but an archive's URL, for example. */
export function repositoryContext(context: string): RepositoryContext | undefined {
  const [address = "", fragment = ""] = context.split(/#(.*)/s);
  if (!forms.test(address)) return undefined;
  const [ref = "", folder = ""] = fragment.split(/:(.*)/s);
  const url = address.startsWith("github.com/") ? `https://${address}` : address;
  return { url, ref: ref || undefined, folder: folder.replace(/^\/+|\/+$/g, "") };
}

/** The repository at a fixed commit. Undefined if the context names no commit, or a path outside the repository. */
export function pinned({ url, ref = "", folder }: RepositoryContext): Repository | undefined {
  const isInside = !folder.split("/").includes("..");
  return /^[0-9a-f]{40}$/.test(ref) && isInside ? { url, commit: ref } : undefined;
}

/** An address without its password, for messages. */
export function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/@:]*):[^/@]*@/, "$1:…@");
}

export function hasPassword(text: string): boolean {
  return withoutPassword(text) !== text;
}
