import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { beforeAll, expect, test, vi } from "vitest";
import { pipelineOf } from "../../unit/pipelines/variants.ts";
import { address, atEnd, docker, folder, randomName, start } from "../images/container.ts";
import { healthy } from "../support/healthy.ts";
import { type Ended, runJob } from "./job.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The engine of this machine takes the place of docker-in-docker; the client is the job's own. */
const socket = "/var/run/docker.sock";
const password = randomName();
const project = randomName();
const { build } = pipelineOf({ kind: "container-app", options: { repository: project } }).jobs;
let registry: string;
let server: string;
let repository: string;

beforeAll(async () => {
  const files = await folder();
  await writeFile(join(files, "htpasswd"), `repouser:${await hash(password, 10)}\n`);
  server = await start(
    ...["--publish", "127.0.0.1::5000", "--volume", `${files}:/auth:ro`, "--env", "REGISTRY_AUTH=htpasswd"],
    ...["--env", "REGISTRY_AUTH_HTPASSWD_REALM=r", "--env", "REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd"],
    "registry:3",
  );
  await healthy(server, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
  registry = await address(server, 5000);
  repository = await folder();
  await mkdir(join(repository, "app"));
  await writeFile(join(repository, "app/word"), "first\n");
  await writeFile(join(repository, "Dockerfile"), "ARG IMAGES=\nFROM scratch\nCOPY app /\n");
  await writeFile(join(repository, "VERSION"), "0.1.0\n");
});

function on(branch: "main" | "dev", commit: string, secret = password): Promise<Ended> {
  if (build === undefined) throw new Error("The job build is gone");
  const rule = build.rules.find(
    ({ variables }) => variables?.TAG_PREFIX === (branch === "main" ? "prod." : "dev."),
  );
  const variables = {
    ...rule?.variables,
    DOCKER_HOST: `unix://${socket}`,
    DOCKER_REGISTRY: `${registry}/docker-local`,
    DOCKER_REGISTRY_USER: "repouser",
    AFCRED: secret,
    BASE_IMAGES: "",
    CI_COMMIT_SHA: commit,
    CI_PROJECT_URL: "http://gitlab:8929/team/app",
    CI_PIPELINE_URL: "http://gitlab:8929/team/app/-/pipelines/7",
  };
  const ended = runJob(build, repository, variables, "--volume", `${socket}:${socket}`);
  atEnd(() =>
    docker("image", "rm", "--force", reference("prod.0.1.0"), reference("dev.0.1.0")).catch(() => {}),
  );
  return ended;
}

function reference(tag: string): string {
  return `${registry}/docker-local/${project}:${tag}`;
}

/** Asks the registry itself. */
async function tags(): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`repouser:${password}`).toString("base64")}`;
  const url = `http://${registry}/v2/docker-local/${project}/tags/list`;
  return ((await (await fetch(url, { headers: { authorization } })).json()) as { tags?: unknown }).tags;
}

test("a wrong AFCRED is reported, nothing is pushed, and the job logs out", async () => {
  const { code, log } = await on("main", "a1", randomName());
  expect(code).toBe(1);
  expect(log).toContain(
    `The registry ${registry} refuses the login of repouser: correct the variable AFCRED, then retry.`,
  );
  expect(log).toContain(`Removing login credentials for ${registry}`);
  expect(await tags()).toBeUndefined();
});

test("a release goes to the registry with its labels, and the job logs out", async () => {
  const { code, log } = await on("main", "a1");
  expect([code, log]).toEqual([0, expect.stringContaining(`Removing login credentials for ${registry}`)]);
  expect(log).not.toContain(password);
  expect(await tags()).toEqual(["prod.0.1.0"]);
  const labels = await docker(
    "image",
    "inspect",
    "--format",
    "{{json .Config.Labels}}",
    reference("prod.0.1.0"),
  );
  expect(JSON.parse(labels)).toEqual({
    "org.opencontainers.image.revision": "a1",
    "org.opencontainers.image.source": "http://gitlab:8929/team/app",
    "com.gitlab.ci.pipelineurl": "http://gitlab:8929/team/app/-/pipelines/7",
  });
});

test("a repeated release does nothing, and another commit must raise VERSION", async () => {
  const again = await on("main", "a1");
  expect([again.code, again.log]).toEqual([
    0,
    expect.stringContaining(
      `${reference("prod.0.1.0")} is released from this very commit already: nothing to do.`,
    ),
  ]);
  await writeFile(join(repository, "app/word"), "second\n");
  const other = await on("main", "b2");
  expect([other.code, other.log]).toEqual([
    1,
    expect.stringContaining("is released already, from commit a1: raise VERSION, then push again."),
  ]);
});

test("a trial image may be pushed again, and never as latest", async () => {
  expect([(await on("dev", "c3")).code, (await on("dev", "d4")).code]).toEqual([0, 0]);
  expect(await tags()).toEqual(["dev.0.1.0", "prod.0.1.0"]);
});

test("a registry that is down is reported", async () => {
  await docker("stop", server);
  const { code, log } = await on("dev", "e5");
  expect([code, log]).toEqual([
    1,
    expect.stringContaining(
      `The registry ${registry} does not answer: start it or correct its address, then retry.`,
    ),
  ]);
});
