import { setTimeout as sleep } from "node:timers/promises";
import { EngineError } from "../../lib/docker/client.ts";
import { type ContainerFile, readFile, writeFiles } from "../../lib/docker/container-files.ts";
import { inspectContainer, restartContainer } from "../../lib/docker/containers.ts";
import { execute } from "../../lib/docker/exec.ts";
import type { InspectedContainer } from "../../lib/docker/inspected-container.ts";
import { RegistryError } from "../../lib/docker/registry-client.ts";
import { type Problem, ProblemError } from "../../lib/problems/index.ts";
import type { OwnRegistry } from "./stored.ts";

/** The first lines of a start that collects garbage. */
const mark = `#!/bin/sh
# smallboat: one start of the registry that takes no pushes and collects garbage.
`;

/** Seconds for which such a start waits for the word to begin. */
const patience = 60;

/**
 * Replaces the script with which the registry starts, for one start. It puts the usual script back before anything else. So
 * whatever ends it (a kill, a stop, a reboot), the next start is the usual one and takes pushes.
 */
const collectingStart = `${mark}mv "$0.usual" "$0" || exit 1
rm -f "$0.begin" "$0.log"
REGISTRY_STORAGE_MAINTENANCE_READONLY='{"enabled":true}' "$0" "$@" &
server=$!
trap 'kill "$server"; wait "$server"; exit 0' INT TERM
left=${patience}
while [ ! -e "$0.begin" ] && [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
done
if [ -e "$0.begin" ]; then
  rm "$0.begin"
  "$0" garbage-collect "$@" > "$0.log" 2>&1 &
  wait "$!"
  printf '\\nended with %s\\n' "$?" >> "$0.log"
fi
kill "$server"
wait "$server"
exit 0
`;

/** The number of blobs that no manifest names. It only looks. @throws EngineError */
export async function garbageIn({ engine, container }: OwnRegistry): Promise<number> {
  const { entry, args } = await startOf({ engine, container });
  const command = [entry.path, "garbage-collect", "--dry-run", ...args];
  const { output } = await execute(engine, container, command, 60 * 60_000);
  return Number(/ (\d+) blobs and \d+ manifests eligible for deletion/.exec(output)?.[1] ?? 0);
}

/**
 * Removes what no manifest of the registry names. Meanwhile the registry takes no pushes. It restarts before and after that, and a
 * pull that meets a restart fails.
 * @param repository one that the registry has, to see whether it takes pushes
 * @throws ProblemError if it cannot be done safely: then nothing was removed
 * @throws EngineError if the engine stops answering: the registry goes on and takes pushes again by itself
 */
export async function collectGarbage(registry: OwnRegistry, repository: string): Promise<void> {
  const { engine, container, client } = registry;
  const { entry } = await startOf(registry);
  const isPrepared = entry.content.toString().startsWith(mark);
  const script = { ...entry, content: Buffer.from(collectingStart) };
  // The copy comes first: without it the script would find nothing to put back.
  await writeFiles(engine, container, isPrepared ? [] : [{ ...entry, path: `${entry.path}.usual` }, script]);
  await restartContainer(engine, container);
  const { State } = await running(registry);
  if (!(await comesTrue(async () => !(await client.takesPushes(repository)), (patience - 10) * 1000)))
    throw new ProblemError([unsafe(container)]);
  const word = { path: `${entry.path}.begin`, content: Buffer.alloc(0), mode: 0o644, uid: 0, gid: 0 };
  await writeFiles(engine, container, [word]);
  while ((await running(registry)).State.StartedAt === State.StartedAt) await sleep(300);
  await comesTrue(() => client.takesPushes(repository), patience * 1000);
  const log = (await readFile(engine, container, `${entry.path}.log`))?.content.toString() ?? "";
  if (!log.endsWith("ended with 0\n")) throw new ProblemError([failed(container, log)]);
}

/** The script with which the container starts, and the arguments that it gets. */
async function startOf(
  registry: Pick<OwnRegistry, "engine" | "container">,
): Promise<{ readonly entry: ContainerFile; readonly args: readonly string[] }> {
  const { engine, container } = registry;
  const { Config, HostConfig } = await running(registry);
  const [path = ""] = Config.Entrypoint ?? [];
  const entry = path.startsWith("/") ? await readFile(engine, container, path) : undefined;
  const isScript = entry?.content.subarray(0, 2).toString() === "#!";
  const returns = /^(always|unless-stopped)$/.test(HostConfig.RestartPolicy.Name);
  if (!entry || !isScript || !returns) throw new ProblemError([unsafe(container)]);
  return { entry, args: Config.Cmd ?? [] };
}

/** @throws EngineError if the container is gone or was stopped by somebody */
async function running({
  engine,
  container,
}: Pick<OwnRegistry, "engine" | "container">): Promise<InspectedContainer> {
  const found = await inspectContainer(engine, container);
  if (found?.State.Running || found?.State.Restarting) return found;
  throw new EngineError(engine.address, `container ${container} does not run`);
}

/** Asks again and again. A registry that is starting does not answer. @returns false if it did not come true in time */
async function comesTrue(ask: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(200)) {
    const isTrue = await ask().catch((error: unknown) => {
      if (error instanceof RegistryError) return false;
      throw error;
    });
    if (isTrue) return true;
  }
  return false;
}

function unsafe(container: string): Problem {
  return {
    path: `container ${container}`,
    expected: "a registry that can be made to take no pushes, as the image registry:3 can",
    found: "another one",
    remedy: "use that image; the layers of deleted images stay on the disk until then",
  };
}

function failed(container: string, log: string): Problem {
  const found = log.split("\n").filter(Boolean).at(-2) ?? "no word of it";
  const expected = "the registry to collect its garbage";
  return { path: `container ${container}`, expected, found: `"${found}"`, remedy: "run this again" };
}
