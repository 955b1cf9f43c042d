import { expect, test } from "vitest";
import { lookAtCi } from "../../../cli/status/ci-look.ts";

test("a stand-in that does not answer about runners is brought up again", async () => {
  const gitlab = { url: "http://127.0.0.1:1", token: "x", authorityFile: undefined, isStandin: true };
  const runners = [{ name: "shared", id: "3", tags: [], project: undefined }];
  const parts = { runners, projects: [], runnerContainers: [], registry: undefined, pypiUrl: undefined };
  expect(await lookAtCi({ ...parts, gitlab })).toEqual({
    facts: undefined,
    unanswered: [
      {
        who: "gitlab",
        text: 'http://127.0.0.1:1: expected the stand-in for GitLab to answer, found "connect ECONNREFUSED 127.0.0.1:1"; bring it up again with "make up"',
      },
    ],
  });
});
