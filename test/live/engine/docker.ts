import { execFile } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { connect } from "../../../engine/client.ts";

const execute = promisify(execFile);

export const socket = "unix:///var/run/docker.sock";
export const engine = connect(socket);

/** Made by set-up; runs until it is stopped. */
const image = "registry:3";

/** Calls the docker command. @returns its output, trimmed */
export async function docker(...command: string[]): Promise<string> {
  return (await execute("docker", command)).stdout.trim();
}

export function randomName(): string {
  return `smallboat-test-${randomBytes(4).toString("hex")}`;
}

/** `run` or `create`s a container that is gone after the test. @returns its id */
export async function container(verb: "run" | "create", name: string, ...options: string[]): Promise<string> {
  onTestFinished(async () => void (await docker("rm", "--force", "--volumes", name)));
  return docker(verb, ...(verb === "run" ? ["--detach"] : []), "--name", name, ...options, image);
}

/** Small, so that the engine's few address pools are left to others. */
export function randomSubnet(): string {
  return `10.${randomInt(200, 250)}.${randomInt(256)}.${randomInt(16) * 16}/28`;
}

/** Makes a network that is gone after the test. @returns its id */
export async function network(name: string, ...options: string[]): Promise<string> {
  const id = await docker("network", "create", `--subnet=${randomSubnet()}`, ...options, name);
  onTestFinished(async () => void (await docker("network", "rm", id).catch(() => {})));
  return id;
}

/** The names among these that the engine has. */
export async function existing(kind: "container" | "network", name: string): Promise<string[]> {
  const all = kind === "container" ? ["--all"] : [];
  const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const lines = await docker(kind, "ls", ...all, "--filter", `name=${name}`, "--format", format);
  return lines.split("\n").filter(Boolean).sort();
}
