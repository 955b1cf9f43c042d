import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { copyPackages } from "../../../cli/promote/packages.ts";
import { changedPackages, lockText, parseLock, withPackages } from "../../../lib/releases/index.ts";
import { type InnerPypi, innerPypi } from "../support/inner-pypi.ts";
import { refusal } from "../support/refusal.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const [wheel, source] = ["greeting-0.2.0-py3-none-any.whl", "greeting-0.2.0.tar.gz"];
const released = {
  [`greeting/${wheel}`]: "wheel",
  [`greeting/${source}`]: "source",
  "greeting/greeting-0.1.0-py3-none-any.whl": "older",
  "greeting/greeting-0.3.0.dev1-py3-none-any.whl": "not released",
  "trial/trial-1.0.dev1-py3-none-any.whl": "not released",
};
const greeting = { version: "0.2.0", files: { [wheel]: sha256("wheel"), [source]: sha256("source") } };
const server = ({ url }: InnerPypi) => ({ url, login: { user: "pypiuser", password: "p" } });

test("the newest release goes to the other server byte for byte, and only once", async () => {
  await using dev = await innerPypi(released);
  await using prod = await innerPypi({});
  expect(await copyPackages(server(dev), server(prod), "prod")).toEqual({ greeting });
  expect(Object.fromEntries([...prod.files].map(([path, content]) => [path, content.toString()]))).toEqual({
    [`greeting/${wheel}`]: "wheel",
    [`greeting/${source}`]: "source",
  });
  const fields = { ":action": "file_upload", protocol_version: "1", metadata_version: "2.1" };
  expect(prod.uploads).toEqual([
    {
      ...{ ...fields, name: "greeting", version: "0.2.0" },
      ...{ sha256_digest: sha256("wheel"), filetype: "bdist_wheel", pyversion: "py3" },
    },
    {
      ...{ ...fields, name: "greeting", version: "0.2.0" },
      ...{ sha256_digest: sha256("source"), filetype: "sdist", pyversion: "source" },
    },
  ]);
  expect(await copyPackages(server(dev), server(prod), "prod")).toEqual({ greeting });
  expect(prod.uploads.length).toBe(2);
});

test("another file of the same name is not overwritten", async () => {
  await using dev = await innerPypi(released);
  await using prod = await innerPypi({ [`greeting/${wheel}`]: "built again" });
  expect(await refusal(copyPackages(server(dev), server(prod), "prod"))).toBe(
    `${prod.url}/packages/greeting/${wheel}: expected the same file as ${dev.url}/packages/greeting/${wheel}, found another content in stage prod; publish a new version, which has the same content in both stages`,
  );
  expect(prod.uploads).toEqual([]);
});

test("a server that refuses is named", async () => {
  await using dev = await innerPypi(released);
  await using prod = await innerPypi({}, false);
  expect(await refusal(copyPackages(server(dev), server(prod), "prod"))).toBe(
    `${prod.url}: expected the PyPI server to take part in a promotion, found "HTTP 403"; nothing of stage prod was changed: repeat make promote once it answers`,
  );
});

test("the lock keeps versions of packages, each with a check of its own", () => {
  const lock = withPackages({ stacks: {} }, { greeting });
  const text = lockText("prod", lock);
  expect(parseLock("prod", text)).toEqual(lock);
  expect([changedPackages(lock, { greeting }), withPackages(lock, {})]).toEqual([{}, lock]);
  const newer = { ...greeting, version: "0.3.0" };
  expect(changedPackages(lock, { greeting: newer })).toEqual({ greeting: newer });
  expect(() => parseLock("prod", text.replace("0.2.0\n", "0.9.0\n"))).toThrow(
    /^locks\/prod\.yaml packages greeting: expected a lock as the commands write it, found an edit by hand; /,
  );
});
