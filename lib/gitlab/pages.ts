import type { GitLabClient } from "./client.ts";

/** The most objects that GitLab puts on a page of a list. */
const most = 100;

/** In the query of a list's path: the largest pages. */
export const largePages = `per_page=${most}`;

/** All objects of a list. Empty if there is no such list. @param path with `largePages` in its query @throws GitLabError */
export async function everyPage<Item>(gitlab: GitLabClient, path: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 1; ; page += 1) {
    const items = ((await gitlab.request("GET", `${path}&page=${page}`)) ?? []) as Item[];
    all.push(...items);
    if (items.length < most) return all;
  }
}
