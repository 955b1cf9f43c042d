import { expect, test } from "vitest";
import { connectGitLab, type GitLabClient, type GitLabError } from "../../../lib/gitlab/client.ts";
import { type Answer, answer, answering, reset } from "../support/answers.ts";

type Method = Parameters<GitLabClient["request"]>[0];

/** What becomes of a request where GitLab gives these answers in turn, and how often it was asked. */
async function outcome(answers: readonly Answer[], method: Method = "GET", patience = 2_000) {
  await using server = await answering(answers);
  const gitlab = connectGitLab({ url: server.address, token: "glpat-x", patience });
  const said = await gitlab
    .request(method, "/user", method === "GET" ? undefined : { name: "a" })
    .catch(({ message, status }: GitLabError) => ({ message, status }));
  return [said, server.asked.length];
}

test("a request carries the token as a header, and its body as JSON", async () => {
  await using server = await answering([answer(201, { id: 7 })]);
  const gitlab = connectGitLab({ url: `${server.address}//`, token: "glpat-x" });
  expect([gitlab.url, await gitlab.request("POST", "/projects", { name: "a" })]).toEqual([
    server.address,
    { id: 7 },
  ]);
  const [{ method, url, headers, body } = {}] = server.asked as Partial<(typeof server.asked)[number]>[];
  expect([method, url, headers?.authorization, headers?.["content-type"], body]).toEqual([
    "POST",
    "/api/v4/projects",
    "Bearer glpat-x",
    "application/json",
    '{"name":"a"}',
  ]);
});

const unavailable = answer(503, { message: "later" });
const busy = answer(429, { message: "slow down" });
const fine = answer(200, { id: 1 });

test.each<[string, readonly Answer[], Method, unknown, number]>([
  ["JSON", [fine], "GET", { id: 1 }, 1],
  ["a text", [answer(200, "line 1\nline 2")], "GET", "line 1\nline 2", 1],
  ["nothing is found", [answer(404, { message: "404 Not Found" })], "GET", undefined, 1],
  ["no content", [answer(204)], "PUT", undefined, 1],
  ["a read is repeated after a server's fault", [unavailable, fine], "GET", { id: 1 }, 2],
  ["a read is repeated after a lost connection", [reset, fine], "GET", { id: 1 }, 2],
  ["a refused rate is waited for", [busy, fine], "POST", { id: 1 }, 2],
  ["a fault without a word", [answer(502)], "POST", { message: "HTTP 502", status: 502 }, 1],
  [
    "a change that may have arrived is not repeated",
    [unavailable],
    "POST",
    { message: "later", status: 503 },
    1,
  ],
])("a request: %s", async (_, answers, method, want, count) => {
  expect(await outcome(answers, method)).toEqual([want, count]);
});

test("a change is not sent again over a lost connection", async () => {
  const [said, count] = await outcome([reset, fine], "POST");
  expect([(said as GitLabError).status, count]).toEqual([undefined, 1]);
});

test("a server's own waiting time is respected", async () => {
  const begun = Date.now();
  expect(await outcome([answer(429, "", { "retry-after": "1" }), fine])).toEqual([{ id: 1 }, 2]);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(1_000);
});

test("the last answer is the result after all attempts", async () => {
  const [said] = await outcome([unavailable], "GET", 600);
  expect(said).toEqual({ message: "later", status: 503 });
});

test.each([
  ["message", { message: "401 Unauthorized" }, "401 Unauthorized"],
  ["messages by property", { message: { name: ["is taken"] } }, '{"name":["is taken"]}'],
  ["error", { error: "invalid_token" }, "invalid_token"],
  ["an error's description", { error: "invalid_token", error_description: "expired" }, "expired"],
  ["nothing that can be read", "<html>", "HTTP 422"],
])("a refusal speaks with GitLab's words: %s", async (_, body, message) => {
  expect(await outcome([answer(422, body)])).toEqual([{ message, status: 422 }, 1]);
});

test("a GitLab that cannot be reached is an error with the system's code", async () => {
  const server = await answering([fine]);
  await server[Symbol.asyncDispose]();
  const gitlab = connectGitLab({ url: server.address, token: "x", patience: 300 });
  const error = await gitlab.request("GET", "/user").catch((error: GitLabError) => error);
  const { status, code } = error as GitLabError;
  expect([status, code]).toEqual([undefined, "ECONNREFUSED"]);
});
