import { expect, test } from "vitest";
import { connectPypi, PypiError, type PypiOptions, versionsOf } from "../../../lib/pypi/index.ts";
import { type Answer, answer, answering } from "../support/answers.ts";

const basic = `Basic ${Buffer.from("boat:secret-1").toString("base64")}`;
const sha256 = "0".repeat(64);

async function asking(answers: readonly Answer[], more: Partial<PypiOptions> = {}) {
  const server = await answering(answers);
  const options = { index: `${server.address}/simple/`, patience: 1_500, timeout: 500, ...more };
  return { server, client: connectPypi(options) };
}

const json = { "content-type": "application/vnd.pypi.simple.v1+json" };
const html = { "content-type": "text/html; charset=utf-8" };

test("files as JSON, with the login, under the package's normalized name", async () => {
  const files = [
    {
      filename: "my_app-1.0-py3-none-any.whl",
      url: "../../files/my_app-1.0-py3-none-any.whl",
      hashes: { sha256 },
      yanked: false,
    },
    { filename: "my_app-1.1.tar.gz", url: "https://files.test/my_app-1.1.tar.gz", yanked: "broken" },
    { filename: "my_app.sig", url: "my_app.sig" },
  ];
  const login = { user: "boat", password: "secret-1" };
  const { server, client } = await asking([answer(200, { files }, json)], { login });
  await using _ = server;
  const found = await client.files("My.App");
  expect(found).toEqual([
    {
      name: "my_app-1.0-py3-none-any.whl",
      url: `${server.address}/files/my_app-1.0-py3-none-any.whl`,
      version: "1.0",
      sha256,
      isYanked: false,
    },
    {
      name: "my_app-1.1.tar.gz",
      url: "https://files.test/my_app-1.1.tar.gz",
      version: "1.1",
      sha256: undefined,
      isYanked: true,
    },
    {
      name: "my_app.sig",
      url: `${server.address}/simple/my-app/my_app.sig`,
      version: undefined,
      sha256: undefined,
      isYanked: false,
    },
  ]);
  expect(versionsOf(found ?? [])).toEqual(["1.0"]);
  expect(server.asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/simple/my-app/", basic],
  ]);
});

test("files as HTML, as pypiserver lists them", async () => {
  const page = `<!DOCTYPE html><html><body><h1>Links for app</h1>
    <a href="/packages/app-0.10-py3-none-any.whl#sha256=${sha256}">app-0.10-py3-none-any.whl</a><br>
    <a data-requires-python="&gt;=3.9" href='/packages/app-0.9.tar.gz#md5=1'>app-0.9.tar.gz</a><br>
    <a href="/packages/app-0.11.tar.gz" data-yanked="">app-0.11.tar.gz</a></body></html>`;
  const { server, client } = await asking([answer(200, page, html)]);
  await using _ = server;
  const found = (await client.files("app")) ?? [];
  expect(found.map(({ url, sha256, isYanked }) => [url, sha256, isYanked])).toEqual([
    [`${server.address}/packages/app-0.10-py3-none-any.whl`, sha256, false],
    [`${server.address}/packages/app-0.9.tar.gz`, undefined, false],
    [`${server.address}/packages/app-0.11.tar.gz`, undefined, true],
  ]);
  expect(versionsOf(found)).toEqual(["0.9", "0.10"]);
});

test("a login goes to nobody to whom the index sends on", async () => {
  const other = await answering([answer(200, { files: [] }, json)]);
  await using _other = other;
  const login = { user: "boat", password: "secret-1" };
  const location = { location: `${other.address}/app/` };
  const { server, client } = await asking([answer(302, "", location)], { login });
  await using _ = server;
  expect(await client.files("app")).toEqual([]);
  expect([server, other].map(({ asked }) => asked.map(({ headers }) => headers.authorization))).toEqual([
    [basic],
    [undefined],
  ]);
});

test("an unknown package, an index that puts off, and one that refuses", async () => {
  const { server, client } = await asking([
    answer(404),
    answer(429, "", { "retry-after": "1" }),
    answer(200, { files: [] }, json),
    answer(403),
  ]);
  await using _ = server;
  expect([await client.files("none"), await client.files("busy")]).toEqual([undefined, []]);
  const refused = await client.files("closed").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PypiError);
  expect(refused).toMatchObject({ message: "HTTP 403", status: 403 });
});

test("an index that does not answer", async () => {
  const client = connectPypi({ index: "http://127.0.0.1:1/simple" });
  await expect(client.files("app")).rejects.toMatchObject({
    name: "PypiError",
    message: expect.stringContaining("ECONNREFUSED"),
  });
});
