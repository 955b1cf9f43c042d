import { hostname } from "node:os";
import { run } from "../job/command.ts";
import { roleLabel } from "./arguments.ts";

const runnerLabel = "smallboat.runner.system";
const jobLabel = "smallboat.runner.job";

/**
 * The replacement of `--privileged` for a machine that cannot grant all of it. It is enough for an engine
 * inside a container.
 */
const nearlyPrivileged = [
  ...["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "NET_RAW"].map((name) => `--cap-add=${name}`),
  ...["seccomp", "apparmor", "systempaths"].map((name) => `--security-opt=${name}=unconfined`),
  ...["--device-cgroup-rule=a *:* rwm", "--cgroupns=host"],
  ...["--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw", "--volume=/var/lib/docker"],
];

/** Labels of everything that is created for a job. */
export function labels(systemId: string, job: number): Record<string, string> {
  return { [runnerLabel]: systemId, [jobLabel]: String(job) };
}

/** Removes the left-overs of a job, or of all jobs of this runner. */
export async function removeLeftOvers(systemId: string, job?: number): Promise<void> {
  const filters = [`--filter=label=${runnerLabel}=${systemId}`];
  if (job !== undefined) filters.push(`--filter=label=${jobLabel}=${job}`);
  await remove(["ps", "--all", "--quiet", ...filters], ["rm", "--force", "--volumes"]);
  await remove(["network", "ls", "--quiet", ...filters], ["network", "rm"]);
  await remove(["volume", "ls", "--quiet", ...filters], ["volume", "rm", "--force"]);
}

/** Each is removed alone: one that is gone already must not stop the others. */
async function remove(list: readonly string[], command: readonly string[]): Promise<void> {
  const found = (await run("docker", list)).split("\n").filter((id) => id !== "");
  await Promise.all(found.map((id) => run("docker", [...command, id]).catch(() => {})));
}

/** Ends the script that a job's container is running. */
export async function killScript(systemId: string, job: number): Promise<boolean> {
  const filters = Object.entries({ ...labels(systemId, job), [roleLabel]: "job" });
  const named = filters.map(([name, value]) => `--filter=label=${name}=${value}`);
  const id = await run("docker", ["ps", "--quiet", ...named]);
  if (id === "") return false;
  return run("docker", ["kill", id]).then(
    () => true,
    () => false,
  );
}

/** The options for privileged containers, found out by trying. */
export async function privilegedOptions(image: string): Promise<readonly string[]> {
  const trial = ["run", "--rm", "--privileged", "--network=none", "--entrypoint=true", image];
  try {
    await run("docker", trial);
    return ["--privileged"];
  } catch (error) {
    if (/unable to apply caps|operation not permitted/i.test((error as Error).message))
      return nearlyPrivileged;
    throw error;
  }
}

/** The image of the container that this program runs in, if it does. */
export async function ownImage(): Promise<string | undefined> {
  return run("docker", ["inspect", "--format={{.Image}}", hostname()]).catch(() => undefined);
}
