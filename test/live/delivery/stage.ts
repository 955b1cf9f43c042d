import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { docker, run } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { bridgeAddress, checkout } from "./team.ts";

/** On Docker's default bridge: the same for a shell, the engine, CI jobs and the engines inside them. */
const bridge = await bridgeAddress();
const [registryPort, pypiPort] = [await freePort(), await freePort()];

export const appPort = await freePort();
export const address = `${bridge}:${registryPort}`;
export const repository = `${address}/docker-local/flask-chat-app`;
export const pypi = { url: `http://${bridge}:${pypiPort}`, host: bridge };

export const chatProject = { kind: "container-app", starter: "flask-chat-app" };
export const greetingProject = { kind: "python-module", starter: "greeting" };
export const projects = { "flask-chat-app": chatProject, greeting: greetingProject };
export const runners = {
  shared: { host: "Local", tags: ["shared"] },
  containers: { host: "Local", tags: ["containers"], privileged: "auto" },
};

/** The embedded default with ports of its own: all that one run brings up from nothing. */
export const project = new Project(
  {
    registry: {
      ...{ host: "Local", port: registryPort, address, bind: bridge, tls: "self-signed" },
      copies: ["python:3.13-slim"],
    },
    pypi: { host: "Local", port: pypiPort, address: `${bridge}:${pypiPort}`, bind: bridge },
    gitlab: { standin: true, host: "Local", port: await freePort() },
    runners,
    projects,
    generateSecrets: true,
  },
  `/etc/docker/certs.d/${address}`,
);

export const container = `${project.stage}-flask-chat-app`;

export function versionOf(example: string): string {
  return readFileSync(join(checkout, "examples", example, "VERSION"), "utf8").trim();
}

/** The tag that the starter's pipeline on dev pushes. */
export const devTag = `dev.${versionOf("flask-chat-app")}`;

/** The chat app's stack of this checkout, but for name and port. */
export function runChat(tag: string): void {
  const file = join(checkout, "stacks/10.0.0.60/flask-chat-app/compose.yaml");
  const { services } = parse(readFileSync(file, "utf8"));
  const service = {
    ...services["flask-chat-app"],
    image: `$REGISTRY/flask-chat-app:${tag}`,
    container_name: container,
    ports: [`127.0.0.1:${appPort}:5900`],
  };
  project.stack("Local/chat", { services: { "flask-chat-app": service } });
}

export async function password(): Promise<string> {
  return (await project.outputs()).registry.password;
}

/** Asks the registry itself. */
async function ask(path: string, ...options: string[]): Promise<string> {
  const accept = ["oci.image.manifest.v1", "docker.distribution.manifest.v2"];
  const types = accept.map((type) => `application/vnd.${type}+json`).join(", ");
  const authority = ["--cacert", `/etc/docker/certs.d/${address}/ca.crt`, "--config", "-"];
  const args = ["--silent", "--show-error", ...authority, "--header", `Accept: ${types}`, ...options];
  const input = `user = "repouser:${await password()}"\n`;
  return run("curl", [...args, `https://${address}/v2/docker-local/flask-chat-app/${path}`], { input });
}

export async function tags(): Promise<string[]> {
  return JSON.parse(await ask("tags/list")).tags.sort();
}

export async function digestOf(tag: string): Promise<string | undefined> {
  return /^docker-content-digest: (\S+)/im.exec(await ask(`manifests/${tag}`, "--head"))?.[1];
}

/** The digest of the image that the app's container runs. */
export async function runningDigest(): Promise<string | undefined> {
  const image = await docker("inspect", "--format", "{{.Image}}", container);
  const digests = await docker("image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', image);
  return digests
    .split("\n")
    .find((each) => each.startsWith(`${repository}@`))
    ?.split("@")[1];
}
