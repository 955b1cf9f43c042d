import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Activity } from "../setup/step.ts";

/** The label that tells a local build from an official image. */
export const localBuild = "smallboat.local-build";

export type Labels = Readonly<Record<string, string>>;

/** The labels of those of these images that the engine has, by tag. None where no engine answers. */
export function labelsOf(tags: readonly string[]): Promise<ReadonlyMap<string, Labels>> {
  const format = '{"tags": {{json .RepoTags}}, "labels": {{json .Config.Labels}}}';
  return new Promise((resolve) => {
    // An absent image makes the exit code non-zero; the others are printed all the same.
    execFile("docker", ["image", "inspect", "--format", format, ...tags], (_, stdout) => {
      const images = stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as { tags: string[]; labels: Labels | null });
      resolve(new Map(images.flatMap(({ tags, labels }) => tags.map((tag) => [tag, labels ?? {}] as const))));
    });
  });
}

/** Why a pull failed. `answered` is false where the registry, or the way to it, is closed. */
export interface PullFailure {
  readonly reason: string;
  readonly answered: boolean;
}

/** Pulls an image; undefined when it is there. Gives up after `patience` seconds without any first answer. */
export function pull(tag: string, activity: Activity, patience = 15): Promise<PullFailure | undefined> {
  const child = spawn("docker", ["pull", tag], { stdio: ["ignore", "pipe", "pipe"] });
  let answered = false;
  let last = `no answer within ${patience} s`;
  const timer = setTimeout(() => child.kill(), patience * 1000);
  createInterface({ input: child.stdout }).on("line", (line) => {
    answered = true;
    clearTimeout(timer);
    activity.say(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    last = line.replace(/^Error response from daemon: /, "");
  });
  return new Promise((resolve) => {
    child.on("error", ({ message }) => resolve({ reason: message, answered: false }));
    child.on("close", (code) => {
      clearTimeout(timer);
      const refused = /manifest|denied|too many requests/i.test(last);
      resolve(code === 0 ? undefined : { reason: last, answered: answered || refused });
    });
  });
}

/** Builds without network: all that an image needs is in its context. The image it replaces goes, if unused. */
export async function buildImage(
  tag: string,
  context: string,
  labels: Labels,
  activity: Activity,
): Promise<void> {
  activity.say("building the image");
  const before = await identity(tag);
  const named = Object.entries(labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
  await activity.run("docker", ["build", "--network", "none", "--force-rm", "--tag", tag, ...named, context]);
  if (before !== undefined && before !== (await identity(tag))) await removeUnused(before);
}

function identity(tag: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("docker", ["image", "inspect", "--format", "{{.Id}}", tag], (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
}

/** Removes one image by its id. The engine refuses where a container or another tag uses it, and it stays. */
function removeUnused(id: string): Promise<void> {
  return new Promise((resolve) => {
    execFile("docker", ["image", "rm", id], () => resolve());
  });
}
