import { expect, test } from "vitest";
import { connectRegistry, type RegistryOptions } from "../../../lib/docker/registry-client.ts";
import { type Answer, answer, answering, reset } from "../support/answers.ts";

const login = { user: "boat", password: "secret-1" };
const basic = `Basic ${Buffer.from("boat:secret-1").toString("base64")}`;

async function asking(answers: readonly Answer[], more: Partial<RegistryOptions> = {}) {
  const server = await answering(answers);
  const address = server.address.replace("http://", "");
  // It has no TLS, and the first attempt with TLS is none of its requests.
  return {
    server,
    client: connectRegistry({ address, isPlain: true, patience: 1_500, timeout: 500, ...more }),
  };
}

test("all tags, page after page, with the login once the registry asks for one", async () => {
  const { server, client } = await asking(
    [
      answer(401, "", { "www-authenticate": 'Basic realm="registry"' }),
      answer(200, { tags: ["1.0", "1.1"] }, { link: '</v2/team/app/tags/list?n=2&last=1.1>; rel="next"' }),
      answer(200, { tags: ["1.2"] }),
    ],
    { login },
  );
  await using _ = server;
  expect(await client.tags("team/app")).toEqual(["1.0", "1.1", "1.2"]);
  expect(server.asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ["GET", "/v2/team/app/tags/list?n=1000", undefined],
    ["GET", "/v2/team/app/tags/list?n=1000", basic],
    ["GET", "/v2/team/app/tags/list?n=2&last=1.1", basic],
  ]);
});

test.each([
  [login, basic],
  [undefined, undefined],
])("one token for each repository is requested with the login %j", async (who, sent) => {
  const tokens = await answering([answer(200, { token: "t-1" })]);
  await using _tokens = tokens;
  const realm = `Bearer realm="${tokens.address}/token",service="reg",scope="repository:other:pull"`;
  const { server, client } = await asking(
    [
      answer(401, "", { "www-authenticate": realm }),
      answer(200, "", { "docker-content-digest": "sha256:1" }),
    ],
    { login: who },
  );
  await using _ = server;
  expect([await client.digest("app", "1"), await client.digest("app", "2")]).toEqual([
    "sha256:1",
    "sha256:1",
  ]);
  expect(tokens.asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/token?service=reg&scope=repository%3Aapp%3Apull", sent],
  ]);
  expect(server.asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ["HEAD", "/v2/app/manifests/1", undefined],
    ["HEAD", "/v2/app/manifests/1", "Bearer t-1"],
    ["HEAD", "/v2/app/manifests/2", "Bearer t-1"],
  ]);
});

test("calls at the same time, of which none knows yet that a login is wanted", async () => {
  const wanted = answer(401, "", { "www-authenticate": 'Basic realm="registry"' });
  const { server, client } = await asking([wanted, wanted, answer(200, { tags: ["1"] })], { login });
  await using _ = server;
  expect(await Promise.all([client.tags("app"), client.tags("app")])).toEqual([["1"], ["1"]]);
});

test("an unknown repository and an unknown tag", async () => {
  const { server, client } = await asking([answer(404, { errors: [{ code: "NAME_UNKNOWN" }] })]);
  await using _ = server;
  expect([await client.tags("app"), await client.digest("app", "1")]).toEqual([undefined, undefined]);
});

test.each([
  [
    "takes pushes",
    [answer(202, "", { location: "/v2/app/blobs/uploads/1?state=2" }), answer(204)],
    ["POST /v2/app/blobs/uploads/", "DELETE /v2/app/blobs/uploads/1?state=2"],
    true,
  ],
  [
    "only lets people read",
    [answer(405, { errors: [{ code: "UNSUPPORTED" }] })],
    ["POST /v2/app/blobs/uploads/"],
    false,
  ],
])("whether a registry takes pushes: one that %s", async (_what, answers, asked, takesPushes) => {
  const { server, client } = await asking(answers);
  await using _ = server;
  expect(await client.takesPushes("app")).toBe(takesPushes);
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(asked);
});

test("a registry that asks to wait is asked again after that time", async () => {
  const { server, client } = await asking([
    answer(429, "", { "retry-after": "1" }),
    answer(200, { tags: ["1"] }),
  ]);
  await using _ = server;
  const start = performance.now();
  expect(await client.tags("app")).toEqual(["1"]);
  expect(performance.now() - start).toBeGreaterThan(990);
});

test.each([
  ["asks to wait for too long", answer(429, "", { "retry-after": "60" }), "too many requests", 429],
  [
    "refuses the login",
    answer(401, { errors: [{ message: "authentication required" }] }),
    "authentication required",
    401,
  ],
  ["fails", answer(500), "HTTP 500", 500],
  ["ends the connection", reset, "socket hang up", undefined],
  ["does not answer", () => {}, "no answer within 0.5 s", undefined],
  ["answers with a web page", answer(200, "<html>"), "an answer that is no JSON", undefined],
])("a registry that %s gives an error", async (_what, given, message, status) => {
  const { server, client } = await asking([given], { login });
  await using _ = server;
  await expect(client.tags("app")).rejects.toMatchObject({ name: "RegistryError", message, status });
});

test("a registry on this machine may be without TLS, as for Docker", async () => {
  const { server, client } = await asking([answer(200, { tags: ["1"] })], { isPlain: false });
  await using _ = server;
  const several = await Promise.all(["app", "web", "db"].map((name) => client.tags(name)));
  expect([...several, await client.tags("app")]).toEqual([["1"], ["1"], ["1"], ["1"]]);
});
