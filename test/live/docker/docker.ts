import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { connect, type EngineError, orMissing } from "../../../lib/docker/client.ts";
import { type EngineSnapshot, takeEngineSnapshot } from "../../../lib/docker/engine-snapshot.ts";
import { freeSubnet } from "../support/names.ts";

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

/** Makes a network of a stage, as one more of its name if need be; it is gone after the test. */
export async function network(name: string, stage: string): Promise<void> {
  const IPAM = { Config: [{ Subnet: freeSubnet() }] };
  const body = { Name: name, Labels: { "smallboat.stage": stage }, IPAM };
  const { Id } = (await engine.request("POST", "/networks/create", { body })) as { Id: string };
  onTestFinished(async () => void (await engine.request("DELETE", `/networks/${Id}`).catch(orMissing)));
}

/** The names among these that the engine has. */
export async function existing(kind: "container" | "network", name: string): Promise<string[]> {
  const all = kind === "container" ? ["--all"] : [];
  const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const lines = await docker(kind, "ls", ...all, "--filter", `name=${name}`, "--format", format);
  return lines.split("\n").filter(Boolean).sort();
}

/** What an engine answers to every question, or why it does not. @param images of which to say whether it lacks them */
export async function answerOf(
  address: string,
  images: readonly string[] = [],
): Promise<EngineSnapshot | EngineError> {
  const all = { isInspected: () => false, needsApiVersion: true, needsInfo: true };
  return takeEngineSnapshot(connect(address), { ...all, images }).catch((error: EngineError) => error);
}
