import type { Repository } from "../stack-plan.ts";

/** A build context that names a repository, as Docker reads it. */
export interface RepositoryContext {
  readonly url: string;
  /** Branch, tag or commit; nothing: the default branch. */
  readonly ref: string | undefined;
  /** Path of the context in the repository; "" for all of it. */
  readonly folder: string;
}

const forms =
  /^(?:(?:https?|ssh|git):\/\/[^#?]+\.git|ssh:\/\/[^#?]+|git:\/\/[^#?]+|git@[^#?:]+:[^#?]+|github\.com\/[^#?]+)$/;

/** Undefined where a context names no repository, such as an archive behind a URL. */
export function repositoryContext(context: string): RepositoryContext | undefined {
  const [address = "", fragment = ""] = context.split(/#(.*)/s);
  if (!forms.test(address)) return undefined;
  const [ref = "", folder = ""] = fragment.split(/:(.*)/s);
  const url = address.startsWith("github.com/") ? `https://${address}` : address;
  return { url, ref: ref || undefined, folder: folder.replace(/^\/+|\/+$/g, "") };
}

/** The same at a commit that nobody can move; undefined where it names none, or leads out of the repository. */
export function pinned({ url, ref = "", folder }: RepositoryContext): Repository | undefined {
  const isInside = !folder.split("/").includes("..");
  return /^[0-9a-f]{40}$/.test(ref) && isInside ? { url, commit: ref } : undefined;
}

/** For messages: a password in an address is nobody's business. */
export function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/@:]*):[^/@]*@/, "$1:…@");
}

export function hasPassword(text: string): boolean {
  return withoutPassword(text) !== text;
}
