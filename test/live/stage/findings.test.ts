import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectRegistry } from "../../../lib/docker/registry-client.ts";
import type { OutdatedReport } from "../../../lib/outdated/index.ts";
import type { Finding } from "../../../lib/status/model.ts";
import { changesByHand, handStack, importHandImages } from "../support/by-hand/index.ts";
import { docker, run } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { oddEngine } from "../support/odd-engine.ts";
import { importLabelled, pauseImage } from "../support/pause.ts";
import { Project } from "../support/project.ts";
import { tryReadings } from "../support/reading.ts";
import { Client } from "../support/registry.ts";
import { findingLines, type Look, lookAt } from "../support/report.ts";
import { SshHosts } from "../support/ssh-hosts.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [boat, tug] = await hosts.start("boat", "tug");
if (!boat || !tug) throw new Error("two machines");
const odd = await oddEngine(tug.file("docker.sock"));
afterAll(() => odd.close());

const [registryPort, pypiPort] = [await freePort(), await freePort()];
const project = new Project({
  hosts: {
    Local: { engine: "unix:///var/run/docker.sock" },
    boat: { engine: "ssh://boat" },
    tug: { engine: odd.address },
  },
  registry: { host: "Local", port: registryPort, address: `127.0.0.1:${registryPort}` },
  pypi: { host: "Local", port: pypiPort, address: `127.0.0.1:${pypiPort}` },
  generateSecrets: true,
});
project.env.PATH = hosts.path;
const { stage } = project;
const registryImage = `127.0.0.1:${registryPort}/docker-local/app:dev.0.0.2`;
const [shopImage, otherImage] = [`${stage}/shop:1`, `${stage}/other:1`];
const member = new Client(project, "member");
const hands = { docker: (...args: string[]) => boat.docker(...args) };

/** Addresses and logins of the stage's registry and PyPI. */
let logins: Awaited<ReturnType<Project["outputs"]>>;

/** Gives a tag of the registry to an image. */
async function publish(image: string, published = registryImage): Promise<void> {
  await docker("tag", image, published);
  const { code, stderr } = await member.call("push", "--quiet", published);
  expect([code, stderr]).toEqual([0, ""]);
  await docker("image", "rm", published);
}

beforeAll(async () => {
  await importHandImages(hosts);
  await run("sh", ["-c", `docker save nginx:1.26 | docker -H unix://${tug.file("docker.sock")} load`]);
  project.stack("boat/hand", handStack());
  const job = { image: "nginx:1.26", entrypoint: ["true"], restart: "no" };
  project.stack("tug/calm", {
    name: "calm",
    services: {
      job,
      web: {
        image: "nginx:1.26",
        depends_on: { job: { condition: "service_completed_successfully" } },
        healthcheck: { test: ["CMD", "true"], interval: "9s" },
        restart: "unless-stopped",
      },
      lax: { image: pauseImage, restart: "no" },
    },
  });
  await project.up();
  logins = await project.outputs();
  await member.login(`127.0.0.1:${registryPort}`, "repouser", logins.registry.password);
  for (const image of [shopImage, otherImage]) await importLabelled(project.folder, image, { image });
  await publish(shopImage);
  project.stack("Local/shop", {
    name: `${stage}-shop`,
    services: { web: { image: "$REGISTRY/app:dev.0.0.2" } },
  });
  await project.up();
});

const clean = { code: 0, findings: [], unanswered: [] };
const outline = ({ code, report: { findings, unanswered } }: Look) => ({
  code,
  findings: findingLines(findings),
  unanswered,
});

test("a stage that nobody touched", async () => {
  const look = await lookAt(project);
  expect(outline(look)).toEqual(clean);
  const others = look.report.things.filter(({ sync, health }) => sync !== "in sync" || health !== "healthy");
  expect(others).toEqual([]);
});

const prefix = "boat/hand ";
const lines = (findings: readonly Finding[]) =>
  findingLines(findings)
    .map((line) => line.replace(prefix, ""))
    .sort();

const ofTug = async () => lines((await lookAt(project)).report.findings.filter(({ host }) => host === "tug"));

test("a container that an engine does not start after its own restart has that cause, and an ended job is no finding", async () => {
  await tug.restartEngine();
  expect(await ofTug()).toEqual(["tug/calm lax state: container stopped | docker restarted | heal"]);
});

test("`docker system prune` takes a job that has ended, and that is no drift; nor is a container that was started again", async () => {
  await tug.docker("start", "calm-lax-1");
  await tug.docker("system", "prune", "--force");
  expect(outline(await lookAt(project))).toEqual(clean);
});

let look: Look;
test("every change by hand is found in one look", async () => {
  for (const { what, change } of changesByHand)
    await change(hands).catch((error: Error) => Promise.reject(new Error(`${what}: ${error.message}`)));
  // As root, who may write what the servers' users may not.
  const append = (server: string, file: string) =>
    docker("exec", "--user=0", `smallboat-${stage}-${server}`, "sh", "-c", `echo >>${file}`);
  await append("registry", "/etc/distribution/htpasswd");
  await append("pypi", "/data/.htpasswd");
  await publish(otherImage);
  await docker("tag", shopImage, registryImage);
  look = await lookAt(project);
  expect({ code: look.code, unanswered: look.report.unanswered }).toEqual({ code: 2, unanswered: [] });
});

test.each(changesByHand)("a change by hand is found: $what", ({ service = "", found }) => {
  const own = lines(look.report.findings).filter(
    (line) => found.includes(line) || line.startsWith(`${service} `),
  );
  expect(own).toEqual(found);
});

test("the look also finds changes of servers and of the registry's tags, and finds nothing else", () => {
  expect(lines(look.report.findings)).toEqual(
    [
      ...changesByHand.flatMap(({ found }) => found),
      "pypi pypi file /data/.htpasswd: file /data/.htpasswd changed | by hand | heal",
      "registry registry file /etc/distribution/htpasswd: file /etc/distribution/htpasswd changed | by hand | heal",
      `Local image ${registryImage} registry: has another image in its registry | pushed to the registry | person`,
    ].sort(),
  );
});

test("a run after a look does the same as one after its providers have read everything", async () => {
  for (const { remedied } of changesByHand) await remedied?.(hands);
  const { looked, deep } = await tryReadings(project);
  expect(deep.length).toBeGreaterThan(20);
  // Its provider takes a container that has ended for one that must not run, and that is an update without effect.
  const mistaken = /^update .* boat\/hand\/ended$/;
  expect(looked).toEqual(deep.filter((each) => !mistaken.test(each)));
});

/** Publishes a version of a package on the stage's own server. */
async function release(name: string, version: string): Promise<void> {
  const { url, user, password } = logins.pypi;
  const body = new FormData();
  body.set(":action", "file_upload");
  body.set("content", new File([`${name} ${version}`], `${name}-${version}.tar.gz`));
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const { status } = await fetch(`${url}/`, { method: "POST", body, headers: { authorization } });
  expect(status).toBe(200);
}

test("newer images and packages are listed, from the stage's own servers and with their logins", async () => {
  await publish(shopImage, registryImage.replace("dev.0.0.2", "dev.0.0.10"));
  const name = `${stage}-pinned`;
  for (const version of ["0.9", "0.10", "1.0rc1", "1.0"]) await release(name, version);
  project.write("Local/shop/requirements.txt", `${name}==0.9  # by hand\n`);
  const { stdout, stderr } = await project.operation("outdated", {}, "--json");
  const { images, packages, lookedPackages } = JSON.parse(stdout) as OutdatedReport;
  // Other registries may not answer.
  expect(images.filter(({ reference }) => reference === registryImage)).toEqual([
    { reference: registryImage, stacks: ["Local/shop"], compatible: "dev.0.0.10", tag: "moved" },
  ]);
  expect({ packages, lookedPackages, isAsked: stderr.includes("the index to answer") }).toEqual({
    packages: [
      { name, version: "0.9", places: ["Local/shop"], compatible: "0.10", newest: "1.0", isGone: false },
    ],
    lookedPackages: 1,
    isAsked: false,
  });
});

test("the registry is cleaned of what nobody needs, once somebody agrees", async () => {
  const address = `127.0.0.1:${registryPort}`;
  const repository = `${address}/docker-local/app`;
  const old = `${repository}:dev.0.0.1`;
  await member.image(old);
  expect((await member.call("push", "--quiet", old)).stderr).toBe("");
  await docker("image", "rm", old);
  await publish(shopImage, `${repository}:dev.0.0.11`);
  project.configure({
    registry: { host: "Local", port: registryPort, address, retention: { days: 0, builds: 1 } },
  });
  const listed = await project.operation("registry-clean");
  expect([listed.code, listed.stderr]).toEqual([2, ""]);
  expect(listed.stdout).toMatch(/^docker-local\/app +dev\.0\.0\.1 +[0-9a-f]{12} +\d{4}-\d\d-\d\d$/m);
  expect(listed.stdout).toContain("Nobody needs 1 manifest, ");
  const cleaned = await project.operation("registry-clean", { YES: "1" });
  expect([cleaned.code, cleaned.stderr]).toEqual([0, ""]);
  expect(cleaned.stdout).toContain("Deleted 1 of 1.\nCollected the garbage.");
  const again = await project.operation("registry-clean");
  expect([again.code, again.stdout.split("\n")[0]]).toEqual([
    0,
    `Registry ${address} has no image that nobody needs.`,
  ]);
  const { user, password } = logins.registry;
  const registry = connectRegistry({ address, login: { user, password } });
  const found = ["dev.0.0.1", "dev.0.0.2", "dev.0.0.11"].map(async (tag) => [
    tag,
    (await registry.digest("docker-local/app", tag)) !== undefined,
  ]);
  expect(await Promise.all(found)).toEqual([
    ["dev.0.0.1", false],
    ["dev.0.0.2", true],
    ["dev.0.0.11", true],
  ]);
});

test("heal repairs all findings whose remedy is heal, and leaves the rest to people", async () => {
  const healed = await project.operation("heal", { PRUNE: "1" });
  expect([healed.code, healed.stderr]).toEqual([2, ""]);
});

const left = [
  `Local image ${registryImage} registry: has another image in its registry | pushed to the registry | person`,
];

test("a look at an engine that is slow, with a clock that is a day ahead, takes at most 30 seconds and finds the same", async () => {
  Object.assign(odd, { delay: 500, skew: 1 });
  const start = performance.now();
  const { code, report } = await lookAt(project).finally(() => Object.assign(odd, { delay: 0, skew: 0 }));
  expect(performance.now() - start).toBeLessThan(30_000);
  expect({
    code,
    unanswered: report.unanswered,
    unknown: report.things.filter(({ sync }) => sync === "unknown"),
    findings: lines(report.findings),
  }).toEqual({ code: 2, unanswered: [], unknown: [], findings: left });
});

test("a look at an engine that is unreachable takes at most 30 seconds", async () => {
  odd.delay = Number.POSITIVE_INFINITY;
  const start = performance.now();
  const { code, report } = await lookAt(project).finally(() => {
    odd.delay = 0;
  });
  expect(performance.now() - start).toBeLessThan(30_000);
  const unknown = report.things.filter(({ sync }) => sync === "unknown").map(({ host }) => host);
  expect({
    code,
    unanswered: report.unanswered.map(({ who }) => who),
    unknown: [...new Set(unknown)],
  }).toEqual({ code: 1, unanswered: ["tug"], unknown: ["tug"] });
});

test("another default of the engine is reported, with a clock that is a day behind too", async () => {
  await tug.restartEngine("--log-driver=local", "--live-restore");
  await tug.docker("start", "calm-lax-1");
  odd.skew = -1;
  expect(
    await ofTug().finally(() => {
      odd.skew = 0;
    }),
  ).toEqual([
    "tug engine live-restore: engine's live-restore changed false -> true | by hand | person",
    "tug engine log-driver: engine's log-driver changed json-file -> local | by hand | person",
  ]);
});
