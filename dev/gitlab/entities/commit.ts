import type { Commit } from "../git/commits.ts";
import type { FileDiff, Stats } from "../git/diff.ts";
import type { TreeEntry } from "../git/tree.ts";

/** A commit as the API shows it. @param web the project's page */
export function commitEntity(commit: Commit, web: string) {
  return {
    id: commit.id,
    short_id: commit.id.slice(0, 8),
    created_at: commit.committer.date,
    parent_ids: commit.parents,
    title: commit.title,
    message: commit.message,
    author_name: commit.author.name,
    author_email: commit.author.email,
    authored_date: commit.author.date,
    committer_name: commit.committer.name,
    committer_email: commit.committer.email,
    committed_date: commit.committer.date,
    trailers: {},
    extended_trailers: {},
    web_url: `${web}/-/commit/${commit.id}`,
  };
}

export function commitWithStats(commit: Commit, web: string, stats: Stats) {
  return { ...commitEntity(commit, web), stats };
}

export function diffEntity(diff: FileDiff) {
  return {
    diff: diff.patch,
    collapsed: false,
    too_large: false,
    new_path: diff.newPath,
    old_path: diff.oldPath,
    a_mode: mode(diff.oldMode),
    b_mode: mode(diff.newMode),
    new_file: diff.status === "added",
    renamed_file: diff.status === "renamed",
    deleted_file: diff.status === "deleted",
    generated_file: null,
  };
}

export function treeEntity({ id, type, path, mode }: TreeEntry) {
  return { id, name: path.slice(path.lastIndexOf("/") + 1), type, path, mode };
}

function mode(text: string): string {
  return text === "000000" ? "0" : text;
}
