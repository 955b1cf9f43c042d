import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll } from "vitest";
import { parse, stringify } from "yaml";
import { runnerImage } from "../standin/runner/container.ts";
import { startGitLab, type TestGitLab } from "../standin/server.ts";
import { docker, run } from "../support/command.ts";
import { Project } from "../support/project.ts";
import { bridgeAddress } from "./team.ts";

/** The stage that jobs bring up and review. Its state is this folder's, so a shell can bring it up too. */
export const inner = new Project();
export const stage = inner.stage;
/** What ends with the tests. Within a hook, vitest takes no further hook. */
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
});

/** Another stage of the same files, which nobody has brought up yet. */
export const second = `${stage}-two`;

/** What no comment, log, artifact or plan may show: a secret, and what stands in the environment of containers. */
export const pagePassword = `page-password-${stage}`;
export const greetingOf = (time: string) => `good-${time}-${stage}`;

export const image = (version: number) => `smallboat-test/front:${stage}-${version}`;
export const container = `${stage}-page-web-1`;
export const cellar = `${stage}-cellar_wine`;

/** The compose file of a stack, which needs no network. */
function stack(name: string, service: string, fields: object, more: object = {}): string {
  const quick = { network_mode: "none", stop_signal: "SIGKILL" };
  return stringify({ name: `$BOAT-${name}`, services: { [service]: { ...quick, ...fields } }, ...more });
}

export function page(time: string): string {
  const environment = { GREETING: greetingOf(time), PASSWORD: "$PAGE_PASSWORD" };
  const configs = [{ source: "page", target: "/usr/share/nginx/html/index.html" }];
  const more = { configs: { page: { file: "./index.html" } } };
  return stack("page", "web", { image: "nginx:1.26", environment, configs }, more);
}

export function front(version: number, more: object = {}): string {
  const environment = { LIGHT: greetingOf("light") };
  return stack("front", "proxy", { image: image(version), environment, ...more });
}

const keeper = { image: "nginx:1.26", volumes: ["wine:/wine"] };
const file = (name: string) => `stacks/Local/${name}/compose.yaml`;
export const files = {
  ...{ page: file("page"), front: file("front"), cellar: file("cellar") },
  ...{ html: "stacks/Local/page/index.html", settings: `Pulumi.${stage}.yaml` },
};

const settings = (name = stage) => readFileSync(join(inner.folder, `Pulumi.${name}.yaml`), "utf8");

/** All that is the stage's in the project of the jobs, at first. */
export function stageFiles(): Record<string, string> {
  return {
    [files.page]: page("day"),
    [files.html]: "<h1>The boat</h1>\n",
    [files.front]: front(1),
    [files.cellar]: stack("cellar", "keeper", keeper, { volumes: { wine: {} } }),
    [files.settings]: settings(),
    [`Pulumi.${second}.yaml`]: settings(second),
  };
}

const app = {
  kind: "app-engine-app",
  variables: { GAE_KEY: { value: '{"private_key": "x"}', masked: false }, GAE_PROJECT: "small-boats" },
};

/** The settings with other sections. */
function settingsWith(sections: Readonly<Record<string, unknown>>): string {
  const { config, ...rest } = parse(settings());
  return stringify({ ...rest, config: { ...config, ...sections } });
}

/** The settings with one more project and one more variable. */
export function moreSettings(): string {
  const boat = { ...app, variables: { ...app.variables, DEPTH: "3" } };
  return settingsWith({ "smallboat:projects": { boat, lighthouse: app } });
}

/** The settings with another address of the host. */
export function otherHost(engine: string): string {
  return settingsWith({ "smallboat:hosts": { Local: { engine } } });
}

/** Starts the GitLab of the stage's projects, and writes the settings of both stages. */
export async function configureStages(): Promise<TestGitLab> {
  const [gitlab, engine, runner] = await Promise.all([
    startGitLab({ GITLAB_HOST: "0.0.0.0" }),
    engineAtPort(),
    healthyRunner(),
    ...[1, 2].map((version) => built(image(version), `FROM nginx:1.26\nLABEL version=${version}\n`)),
  ]);
  ends.push(() => gitlab.stop());
  const hosts = { Local: { engine } };
  inner.configure({
    ...{ hosts, values: { BOAT: stage }, projects: { boat: app } },
    gitlab: { url: gitlab.url.replace("127.0.0.1", await bridgeAddress()) },
    runners: { boats: { host: "Local", tags: ["shared"], image: runner, cache: false } },
  });
  inner.setSecret("GITLAB_TOKEN", gitlab.rootToken);
  inner.setSecret("PAGE_PASSWORD", pagePassword);
  const values = { BOAT: second, PAGE_PASSWORD: `other-${pagePassword}` };
  writeFileSync(
    join(inner.folder, `Pulumi.${second}.yaml`),
    stringify({ config: { "smallboat:hosts": hosts, "smallboat:values": values } }),
  );
  const init = ["stack", "init", "--no-select", "--stack", second, "--non-interactive"];
  await run("pulumi", init, { cwd: inner.folder, env: inner.env });
  return gitlab;
}

/** The engine at a TCP port: on such a host files are copied into containers, so a job's folder does not matter. */
async function engineAtPort(): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect("/var/run/docker.sock");
    for (const end of [near, far]) {
      open.add(end);
      end.on("error", () => end.destroy()).on("close", () => open.delete(end));
    }
    near.pipe(far).pipe(near);
  }).listen(0, await bridgeAddress());
  await once(server, "listening");
  ends.push(async () => {
    server.close();
    for (const end of open) end.destroy();
  });
  const { address, port } = server.address() as AddressInfo;
  return `tcp://${address}:${port}`;
}

/** An image of the stand-in's runner with the command that the real runner is asked for its health. */
async function healthyRunner(): Promise<string> {
  const healthy = "RUN ln -s /bin/true /usr/local/bin/gitlab-runner";
  return built(`smallboat-test/runner:${stage}`, `FROM ${await runnerImage()}\n${healthy}\n`);
}

/** Builds an image of a Dockerfile alone. @returns its tag */
export async function built(tag: string, input: string): Promise<string> {
  await run("docker", ["build", "--quiet", "--tag", tag, "-"], { input });
  return tag;
}

/** The greeting of the page's container; nothing if it does not exist. */
export async function greeting(): Promise<string | undefined> {
  const format = "{{range .Config.Env}}{{println .}}{{end}}";
  const lines = await docker("inspect", "--format", format, container).catch(() => "");
  return /^GREETING=(.*)$/m.exec(lines)?.[1];
}

/** The stage's containers by name, with their ids. */
export async function containers(): Promise<Record<string, string>> {
  const own = ["--filter", `label=smallboat.stage=${stage}`, "--format", "{{.Names}} {{.ID}}"];
  const lines = (await docker("ps", "--all", "--no-trunc", ...own)).split("\n");
  return Object.fromEntries(lines.sort().map((line) => line.split(" ")));
}

/** The recorded state, as a text. */
export function recordedState(): string {
  return readFileSync(join(inner.state, `.pulumi/stacks/smallboat/${stage}.json`), "utf8");
}
