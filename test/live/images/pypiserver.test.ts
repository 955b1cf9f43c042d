import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { beforeAll, expect, test } from "vitest";
import { healthy } from "../support/healthy.ts";
import { address, docker, folder, randomName, start, stop } from "./container.ts";

const password = randomName();
const healthCheck =
  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=3)";
let container: string;
let url: string;

beforeAll(async () => {
  const files = await folder();
  await writeFile(join(files, "htpasswd"), `uploader:${await hash(password, 10)}\n`);
  container = await start(
    ...["--init", "--publish", "127.0.0.1::8080", "--volume", `${files}:/auth:ro`],
    ...["pypiserver/pypiserver:v2.4.1", "run", "-p", "8080"],
    ...["--passwords", "/auth/htpasswd", "--authenticate", "update", "/data/packages"],
  );
  await healthy(container, ["python", "-c", healthCheck]);
  url = `http://${await address(container, 8080)}`;
});

/** As twine does it. */
async function upload(login: string | undefined, content: string): Promise<number> {
  const form = new FormData();
  const fields = { ":action": "file_upload", name: "boat", version: "1.0", filetype: "sdist" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("content", new Blob([content]), "boat-1.0.tar.gz");
  const authorization = login && `Basic ${Buffer.from(login).toString("base64")}`;
  const headers = new Headers(authorization ? { authorization } : {});
  return (await fetch(url, { method: "POST", body: form, headers })).status;
}

test("an upload needs the login, and a published version stays as it is", async () => {
  expect(await upload(undefined, "anonymous")).toBe(401);
  expect(await upload("uploader:wrong", "wrong")).toBe(403);
  expect(await (await fetch(`${url}/simple/`)).text()).not.toContain("boat");
  expect(await upload(`uploader:${password}`, "first")).toBe(200);
  expect(await upload(`uploader:${password}`, "second")).toBe(409);
  expect(await (await fetch(`${url}/packages/boat-1.0.tar.gz`)).text()).toBe("first");
});

test("the server runs as pypiserver (9898) and owns its packages", async () => {
  const owner = await docker("exec", container, "stat", "-c", "%u %U", "/data/packages/boat-1.0.tar.gz");
  expect(owner).toBe("9898 pypiserver");
});

test("under an init process it stops at once", async () => {
  expect((await stop(container)).seconds).toBeLessThan(5);
});
