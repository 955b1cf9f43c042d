import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { copyPackages } from "../../../cli/promote/packages.ts";
import { folderOf, twine } from "../../../dev/toolchain/tests/python-packages.ts";
import { uploadFile } from "../../../lib/pypi/index.ts";
import { attempt, docker, type Outcome } from "../support/command.ts";
import { prepared } from "../support/machine.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { pip, wheel } from "../support/python.ts";

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const project = new Project({ pypi: { host: "Local", port }, generateSecrets: true });
const target = join(project.folder, "installed");
const twineFolder = prepared(folderOf(twine));
let password: string;

beforeAll(async () => {
  await project.up();
  password = (await project.outputs()).pypi.password;
});

/** Uploads a package as a pipeline does: the login is in the environment. */
function upload(file: string, user: string, secret: string): Promise<Outcome> {
  const env = { ...process.env, PYTHONPATH: twineFolder, TWINE_USERNAME: user, TWINE_PASSWORD: secret };
  const options = ["--non-interactive", "--disable-progress-bar", "--repository-url", url];
  return attempt("python3", ["-m", "twine", "upload", ...options, file], { env });
}

function packages(): Promise<string> {
  return fetch(`${url}/simple/`).then((response) => response.text());
}

test("only the server may read the logins", async () => {
  const file = "/data/.htpasswd";
  expect(await docker("exec", `smallboat-${project.stage}-pypi`, "stat", "-c", "%a %u", file)).toBe(
    "400 9898",
  );
});

test("an upload with a wrong password, or none, is refused", async () => {
  const file = await wheel(project.folder, "boat", "1.0", "first");
  const wrong = await upload(file, "pypiuser", "wrong");
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringMatching(/HTTPError: 40[13]/)]);
  const body = new FormData();
  body.set(":action", "file_upload");
  body.set("content", new Blob([readFileSync(file)]), "boat-1.0-py3-none-any.whl");
  expect((await fetch(url, { method: "POST", body })).status).toBe(401);
  expect(await packages()).not.toContain("boat");
});

test("with the login it is accepted, and pip installs the package", async () => {
  const file = await wheel(project.folder, "boat", "1.0", "first");
  expect((await upload(file, "pypiuser", password)).code).toBe(0);
  const installed = await pip(url, "install", "--target", target, "boat==1.0");
  expect([installed.code, readFileSync(join(target, "boat.py"), "utf8")]).toEqual([0, 'word = "first"\n']);
});

test("a published version cannot be overwritten, a new one can be published", async () => {
  const again = await upload(await wheel(project.folder, "boat", "1.0", "second"), "pypiuser", password);
  expect([again.code, again.stdout]).toEqual([1, expect.stringMatching(/HTTPError: 4\d\d/)]);
  expect((await upload(await wheel(project.folder, "boat", "1.1", "third"), "pypiuser", password)).code).toBe(
    0,
  );
  await pip(url, "install", "--target", join(project.folder, "kept"), "boat==1.0");
  expect(readFileSync(join(project.folder, "kept/boat.py"), "utf8")).toBe('word = "first"\n');
});

test("a promotion uploads a file as a pipeline does, and finds it there the next time", async () => {
  const file = await wheel(project.folder, "boat", "1.2", "fourth");
  const content = readFileSync(file);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const server = { url, login: { user: "pypiuser", password } };
  const name = basename(file);
  const upload = { package: "boat", version: "1.2", file: name, sha256, content };
  const wrong = { url, login: { user: "pypiuser", password: "wrong" } };
  await expect(uploadFile(wrong, upload)).rejects.toThrow(/HTTP 40[13]/);
  await uploadFile(server, upload);
  const locked = { version: "1.2", files: { [name]: sha256 } };
  expect(await copyPackages(server, server, project.stage)).toMatchObject({ boat: locked });
  await pip(url, "install", "--target", join(project.folder, "promoted"), "boat==1.2");
  expect(readFileSync(join(project.folder, "promoted/boat.py"), "utf8")).toBe('word = "fourth"\n');
});

test("if the settings require a login, a download without one is refused", async () => {
  project.configure({ pypi: { host: "Local", port, downloads: "login" } });
  expect((await project.up()).changes).toEqual([
    "create-replacement Container pypi/pypi",
    "delete-replaced Container pypi/pypi",
    "replace Container pypi/pypi",
  ]);
  expect((await fetch(`${url}/simple/`)).status).toBe(401);
  const { href } = Object.assign(new URL(url), { username: "pypiuser", password });
  const again = await pip(
    href.slice(0, -1),
    "install",
    "--target",
    join(project.folder, "again"),
    "boat==1.1",
  );
  expect([again.code, readFileSync(join(project.folder, "again/boat.py"), "utf8")]).toEqual([
    0,
    'word = "third"\n',
  ]);
});
