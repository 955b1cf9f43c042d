/**
 * Usage: reaper.ts <stage> <folder>… Waits for the end of its standard input. The test holds the other end, so that is
 * the test's own end: done, failed, interrupted or killed. Then it ends the processes in the first folder, and removes
 * the folders, everything with the stage's label or name, and what the stage's runners have made for jobs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isGeneratedName } from "../../../lib/docker/volume-names.ts";

const [stage = "", ...folders] = process.argv.slice(2);
for await (const _ of process.stdin);
await endProcesses();
const own = [`label=smallboat.stage=${stage}`, `name=${stage}`];
const jobs = own.flatMap(runnersOf).map((system) => `label=smallboat.runner.system=${system}`);
const filters = [...own, ...jobs];
const anonymous = filters.flatMap(anonymousVolumesOf);
// All of them before any volume: a job's container holds the cache of its runner.
for (const filter of filters) {
  removeAll(["container", "ls", "--all", "--quiet"], ["container", "rm", "--force", "--volumes"], filter);
}
for (const filter of filters) {
  for (const network of docker("network", "ls", "--quiet", "--filter", filter)) await removeNetwork(network);
  removeAll(["volume", "ls", "--quiet"], ["volume", "rm"], filter);
}
if (anonymous.length > 0) docker("volume", "rm", ...anonymous);
removeImages();
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

async function endProcesses(): Promise<void> {
  for (let pids = inFolder(); pids.length > 0; pids = inFolder()) {
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await sleep(100);
  }
}

/** Processes with a working folder in ours, by /proc. Without Linux none are found. */
function inFolder(): number[] {
  const isOurs = (pid: string) => {
    try {
      return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folders[0]}/`);
    } catch {
      return false;
    }
  };
  return list("/proc")
    .filter((entry) => /^\d+$/.test(entry) && isOurs(entry))
    .map(Number);
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Ids of the runners among some containers, by the file in which a runner keeps its own. What it makes for a job has
 * this id as a label, and gitlab-ci-local's names.
 */
function runnersOf(filter: string): string[] {
  const data = "/var/lib/smallboat-runner";
  const folder = mkdtempSync(join(tmpdir(), "reaper-"));
  const found = docker("ps", "--all", "--quiet", "--filter", filter, "--filter", `volume=${data}`);
  const ids = found.flatMap((container) => {
    docker("cp", `${container}:${data}/system_id`, join(folder, container));
    return list(folder).includes(container) ? [readFileSync(join(folder, container), "utf8").trim()] : [];
  });
  rmSync(folder, { recursive: true });
  return ids;
}

/** Docker removes an anonymous volume with the container for which it made it, and not with a successor that has taken it over. */
function anonymousVolumesOf(filter: string): string[] {
  const containers = docker("container", "ls", "--all", "--quiet", "--filter", filter);
  if (containers.length === 0) return [];
  const format = "{{range .Mounts}}{{println .Name}}{{end}}";
  const names = docker("container", "inspect", "--format", format, ...containers);
  return names.filter(isGeneratedName);
}

/** With the containers on it. Docker detaches a container a moment after its removal. */
async function removeNetwork(network: string): Promise<void> {
  const format = "{{range $id, $_ := .Containers}}{{println $id}}{{end}}";
  for (let attempt = 0; attempt < 10; attempt++) {
    const attached = docker("network", "inspect", "--format", format, network);
    if (attached.length > 0) docker("container", "rm", "--force", "--volumes", ...attached);
    if (docker("network", "rm", network).length > 0) return;
    await sleep(500);
  }
}

function removeAll(listing: readonly string[], removal: readonly string[], filter: string): void {
  const found = docker(...listing, "--filter", filter);
  if (found.length > 0) docker(...removal, ...found);
}

/**
 * Images have no label of ours. Images of tests have the stage in their tag, or come from a registry whose
 * certificate is in one of the folders. They are removed by name: a removal by id would also remove other
 * names of the same image.
 */
function removeImages(): void {
  const registries = folders
    .filter((folder) => dirname(folder) === "/etc/docker/certs.d")
    .map((folder) => basename(folder));
  const format = "{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}";
  const found = docker("image", "ls", "--digests", "--format", format).map((line) => line.split(" "));
  const names = found.map(([tagged = "", digest = ""]) => (tagged.endsWith(":<none>") ? digest : tagged));
  const isOurs = (name: string) =>
    name.includes(stage) || registries.some((address) => name.startsWith(`${address}/`));
  const ours = names.filter((name) => isOurs(name) && !name.includes("<none>"));
  if (ours.length > 0) docker("image", "rm", ...ours);
}

function docker(...args: string[]): string[] {
  return spawnSync("docker", args, { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
}
