import { git, type Repository } from "./command.ts";
import { listRefs, type Ref } from "./refs.ts";
import type { Person } from "./write.ts";

export interface Tag extends Ref {
  /** Without `refs/tags/`. */
  readonly tag: string;
  /** Of an annotated tag; else empty. */
  readonly message: string;
  /** Of an annotated tag. */
  readonly created: string | null;
}

/** The tags of a repository by name, or one of them. */
export async function listTags(repository: Repository, only = ""): Promise<Tag[]> {
  const refs = await listRefs(repository, `refs/tags/${only}`);
  const wanted = only === "" ? refs : refs.filter(({ name }) => name === `refs/tags/${only}`);
  return Promise.all(
    wanted.map(async (ref) => {
      const tag = ref.name.slice("refs/tags/".length);
      if (ref.object === ref.commit) return { ...ref, tag, message: "", created: null };
      const format = "%(taggerdate:unix)%00%(contents)";
      const text = await git(repository, ["for-each-ref", `--format=${format}`, "--", ref.name]);
      const [seconds = "", message = ""] = text.split("\0");
      const created = seconds === "" ? null : new Date(Number(seconds) * 1000).toISOString();
      return { ...ref, tag, message: message.replace(/\n+$/, ""), created };
    }),
  );
}

/** Writes the object of an annotated tag. No ref leads to it yet. @returns its id */
export function writeTag(
  repository: Repository,
  tag: { readonly name: string; readonly commit: string; readonly message: string; readonly tagger: Person },
): Promise<string> {
  const clean = (text: string) => text.replace(/[<>\n]/g, "");
  const tagger = `${clean(tag.tagger.name)} <${clean(tag.tagger.email)}> ${Math.floor(Date.now() / 1000)} +0000`;
  const lines = [`object ${tag.commit}`, "type commit", `tag ${tag.name}`, `tagger ${tagger}`];
  return git(repository, ["mktag"], { input: `${lines.join("\n")}\n\n${tag.message.replace(/\n*$/, "\n")}` });
}
