import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect, type EngineError, engineVersion, orMissing } from "../../../lib/docker/client.ts";
import { engineProblem, isUnreachable } from "../../../lib/docker/engine-problems.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { type Answer, type Answering, answer, answering, reset } from "../support/answers.ts";

/** Uses an engine behind a unix socket that gives these answers in turn. */
async function withEngine<Value>(
  answers: readonly Answer[],
  use: (address: string, server: Answering) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const socket = join(folder, "docker.sock");
  await using server = await answering(answers, socket);
  try {
    return await use(`unix://${socket}`, server);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const failure = (work: Promise<unknown>): Promise<EngineError> =>
  work.then(
    () => expect.fail("it should have failed"),
    (error) => error,
  );

test("a request names the oldest API version, its query and its body", async () => {
  await withEngine([answer(201, { Id: "c1" })], async (address, { asked }) => {
    const options = { query: { name: "a b" }, body: { Image: "x" } };
    expect(await connect(address).request("POST", "/containers/create", options)).toEqual({ Id: "c1" });
    const [{ method, url, headers, body } = {}] = asked as Partial<(typeof asked)[number]>[];
    expect([method, url, headers?.["content-type"], body]).toEqual([
      "POST",
      "/v1.41/containers/create?name=a+b",
      "application/json",
      '{"Image":"x"}',
    ]);
  });
});

test("an engine that requires a newer API version is asked in that version from then on", async () => {
  const refusal = answer(400, {
    message: "client version 1.41 is too old. Minimum supported API version is 1.44",
  });
  const version = answer(200, { Version: "29.1.0" });
  await withEngine([refusal, version], async (address, { asked }) => {
    const engine = connect(address);
    expect([await engineVersion(engine), await engineVersion(engine)]).toEqual(["29.1.0", "29.1.0"]);
    expect(asked.map(({ url }) => url)).toEqual(["/v1.41/version", "/v1.44/version", "/v1.44/version"]);
  });
});

test.each<[string, Answer, unknown]>([
  ["JSON", answer(200, { a: 1 }), { a: 1 }],
  ["empty", answer(204), undefined],
  ["a progress stream", answer(200, '{"a":1}\r\n{"b":2}\r\n'), [{ a: 1 }, { b: 2 }]],
])("an answer can be %s", async (_, given, want) => {
  expect(await withEngine([given], (address) => connect(address).request("GET", "/x"))).toEqual(want);
});

test("only a 404 becomes undefined, no other refusal", async () => {
  const ask = (status: number) =>
    withEngine([answer(status, { message: "no" })], (address) =>
      connect(address).request("GET", "/x").catch(orMissing),
    );
  expect(await ask(404)).toBeUndefined();
  expect((await failure(ask(409))).message).toBe("no");
});

test.each<[string, Answer, { timeout?: number }, unknown]>([
  ["a refusal", answer(500, { message: "no space left" }), {}, ["no space left", 500, false]],
  ["a refusal that is no JSON", answer(502, "bad gateway\n"), {}, ["bad gateway", 502, false]],
  ["a refusal without a word", answer(503), {}, ["HTTP 503", 503, false]],
  ["a lost connection", reset, {}, ["socket hang up", undefined, true]],
  ["no answer", () => {}, { timeout: 100 }, ["no answer within 0.1 s", undefined, true]],
])("an engine's answer becomes an error: %s", async (_, given, options, want) => {
  await withEngine([given], async (address) => {
    const error = await failure(connect(address).request("GET", "/x", options));
    expect([error.message, error.status, isUnreachable(error)]).toEqual(want);
  });
});

test.each([
  [
    "unix:///nobody/here.sock",
    'hosts.a: expected a Docker engine at unix:///nobody/here.sock, found "connect ENOENT /nobody/here.sock"; ' +
      'start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
    true,
  ],
  [
    "tcp://127.0.0.1:9",
    'hosts.a: expected a Docker engine at tcp://127.0.0.1:9, found "connect ECONNREFUSED 127.0.0.1:9"; ' +
      "start Docker there, open its port, or correct the address",
    true,
  ],
])("the message for an unreachable engine says what to do: %s", async (address, line, unreachable) => {
  const error = await failure(connect(address).request("GET", "/_ping"));
  expect([problemLine(engineProblem("hosts.a", error)), isUnreachable(error)]).toEqual([line, unreachable]);
});
