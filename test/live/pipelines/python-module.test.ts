import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { beforeAll, expect, test, vi } from "vitest";
import type { Job } from "../../../lib/pipelines/index.ts";
import { pipelineOf } from "../../unit/pipelines/variants.ts";
import { folder, randomName, start } from "../images/container.ts";
import { attempt } from "../support/command.ts";
import { healthy } from "../support/healthy.ts";
import { type Ended, runJob } from "./job.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const password = randomName();
const { jobs } = pipelineOf({ kind: "python-module" });
const example = join(import.meta.dirname, "../../../examples/greeting");
let server: string;
let repository: string;

beforeAll(async () => {
  const files = await folder();
  await writeFile(join(files, "htpasswd"), `pypiuser:${await hash(password, 10)}\n`);
  server = await start(
    ...["--init", "--volume", `${files}:/auth:ro`, "pypiserver/pypiserver:v2.4.1", "run", "-p", "8080"],
    ...["--passwords", "/auth/htpasswd", "--authenticate", "update", "/data/packages"],
  );
  const check = "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=3)";
  await healthy(server, ["python", "-c", check]);
  repository = await folder();
  await cp(example, repository, { recursive: true });
  await writeFile(join(repository, "VERSION"), "7.1.0\n");
});

function run(name: string, secret = password): Promise<Ended> {
  const job: Job | undefined = jobs[name];
  if (job === undefined) throw new Error(`There is no job ${name}`);
  const variables = {
    TWINE_REPOSITORY_URL: "http://127.0.0.1:8080",
    TWINE_USER: "pypiuser",
    TWINE_PASSWORD: secret,
  };
  return runJob(job, repository, variables, "--network", `container:${server}`);
}

test("the tests of the example pass, with both reports", async () => {
  const test = jobs.test;
  if (test === undefined) throw new Error("There is no job test");
  const look = { ...test, script: [...test.script, "head -c 200 reports/junit.xml reports/coverage.xml"] };
  const { code, log } = await runJob(look, repository, {}, "--network", `container:${server}`);
  expect([code, log]).toEqual([0, expect.stringMatching(/<testsuites[\s\S]*<coverage /)]);
  expect(log).toMatch(/^TOTAL.*\s(\d+(?:\.\d+)?)%$/m);
});

test("a wrong password is reported", async () => {
  const { code, log } = await run("release-package", randomName());
  expect([code, log]).toEqual([
    1,
    expect.stringContaining(
      "The PyPI server refuses the login of pypiuser: correct the variables TWINE_USER and TWINE_PASSWORD, then retry.",
    ),
  ]);
});

test("the module is published, and another Python installs and imports it", async () => {
  const { code, log } = await run("release-package");
  expect([code, log]).toEqual([0, expect.stringContaining("greeting-7.1.0")]);
  expect(log).not.toContain(password);
  const install =
    "pip install --quiet --index-url http://127.0.0.1:8080/simple/ --target /tmp/m greeting==7.1.0";
  const look = "from importlib.metadata import version; import greeting; print(version('greeting'))";
  const args = ["run", "--rm", "--network", `container:${server}`, "python:3.13-slim", "sh", "-ec"];
  const found = await attempt("docker", [...args, `${install}; PYTHONPATH=/tmp/m python3 -c "${look}"`]);
  expect([found.code, found.stdout.trim()]).toEqual([0, "7.1.0"]);
});

test("a published version is refused with a remedy", async () => {
  const { code, log } = await run("release-package");
  expect([code, log]).toEqual([
    1,
    expect.stringContaining(
      "Version 7.1.0 is published already and cannot change: raise VERSION, then push again.",
    ),
  ]);
});
