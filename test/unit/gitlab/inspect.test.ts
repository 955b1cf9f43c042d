import { expect, test } from "vitest";
import { inspectGitLab } from "../../../lib/gitlab/inspect.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { type Answer, answer, answering } from "../support/answers.ts";

const where = {
  url: "smallboat:gitlab.url",
  ca: "smallboat:gitlab.ca",
  token: "smallboat:gitlab.token",
  parent: "smallboat:gitlab.parentId",
};
const user = answer(200, { username: "bot", can_create_group: false });
const scopes = (...list: string[]) => answer(200, { scopes: list });

/** What is found wrong of a GitLab that gives these answers in turn. */
async function found(answers: readonly Answer[], parentId?: number): Promise<string[]> {
  await using server = await answering(answers);
  const target = { url: server.address, token: "x", ca: undefined, parentId, where };
  const lines = (await inspectGitLab(target)).map(problemLine);
  return lines.map((line) => line.replaceAll(server.address, "<url>"));
}

test.each<[string, readonly Answer[], number | undefined, string[]]>([
  ["all is well", [user, scopes("api"), answer(200, { id: 5 })], 5, []],
  ["a token of another kind is not told about", [user, answer(404), answer(200, { id: 5 })], 5, []],
  [
    "no GitLab",
    [answer(404)],
    undefined,
    [
      `${where.url}: expected a GitLab that answers at <url>, found no such page (404); start it or correct the address, then run this again`,
    ],
  ],
  [
    "an unknown token",
    [answer(401, { message: "401 Unauthorized" })],
    undefined,
    [
      `${where.token}: expected a token that <url> knows, found "401 Unauthorized"; set a token that is neither expired nor revoked`,
    ],
  ],
  [
    "a token that may not read",
    [answer(403, { message: "insufficient_scope" })],
    undefined,
    [
      `${where.token}: expected a token with scope api whose user owns the group, found "insufficient_scope"; set such a token`,
    ],
  ],
  [
    "a token that reads only",
    [user, scopes("read_api")],
    undefined,
    [
      `${where.token}: expected a token with scope api, found one with read_api; make a new token with scope api`,
    ],
  ],
  [
    "somebody who may create no group",
    [user, scopes("api")],
    undefined,
    [
      `${where.token}: expected a token whose user may create top-level groups, found the token of bot, who may not; use another token, or set ${where.parent} to a group that bot owns`,
    ],
  ],
  [
    "a group that is not there",
    [user, scopes("api"), answer(404)],
    5,
    [
      `${where.parent}: expected the number of a group that the token may see, found 5; correct the number, or give the token's user access to the group`,
    ],
  ],
])("the look at GitLab before a run: %s", async (_, answers, parentId, want) => {
  expect(await found(answers, parentId)).toEqual(want);
});
