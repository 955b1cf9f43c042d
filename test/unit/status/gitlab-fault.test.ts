import { expect, test } from "vitest";
import { GitLabError } from "../../../lib/gitlab/client.ts";
import { gitlabUnanswered } from "../../../lib/status/index.ts";

const url = "https://gitlab.test";
const standin = { url: "http://127.0.0.1:8929", isStandin: true };
const begin = `${url}: expected`;

test.each<[string, GitLabError, string]>([
  [
    "does not answer",
    new GitLabError("connect ECONNREFUSED", undefined, "ECONNREFUSED"),
    `${begin} a GitLab that answers at ${url}, found "connect ECONNREFUSED"; start it or correct the address, then run this again`,
  ],
  [
    "fails",
    new GitLabError("HTTP 502", 502),
    `${begin} a GitLab that answers at ${url}, found "HTTP 502"; start it or correct the address, then run this again`,
  ],
  [
    "does not know the token",
    new GitLabError("401 Unauthorized", 401),
    `${begin} a token that ${url} knows, found "401 Unauthorized"; set a token that is neither expired nor revoked, then run "make up"`,
  ],
  [
    "refuses one thing to the token",
    new GitLabError("403 Forbidden", 403),
    `${begin} a token with scope api whose user owns the group, found "403 Forbidden" for /projects/7; set such a token, then run "make up"`,
  ],
  [
    "has a certificate of an unknown authority",
    new GitLabError("self-signed certificate; if the root CA…", undefined, "DEPTH_ZERO_SELF_SIGNED_CERT"),
    `${begin} a certificate of ${url} that is trusted, found "self-signed certificate"; name the file of the authority that signed it, then run "make up"`,
  ],
])("what a person does about a GitLab that %s", (_, fault, text) => {
  expect(gitlabUnanswered({ url, isStandin: false }, fault, "/projects/7")).toEqual({ who: "gitlab", text });
});

test("a stand-in is brought up again, whatever its fault is", () => {
  const faults = [new GitLabError("connect ECONNREFUSED"), new GitLabError("401 Unauthorized", 401)];
  const line = 'http://127.0.0.1:8929: expected the stand-in for GitLab to answer, found "';
  const remedy = '"; bring it up again with "make up"';
  expect(faults.map((fault) => gitlabUnanswered(standin, fault).text)).toEqual([
    `${line}connect ECONNREFUSED${remedy}`,
    `${line}401 Unauthorized${remedy}`,
  ]);
});
