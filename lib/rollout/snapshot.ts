import type { Engine } from "../docker/client.ts";
import { type ContainerFile, readFile, writeFiles } from "../docker/container-files.ts";
import { inspectContainer } from "../docker/containers.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { restoredLabel, stageLabel, uploadsLabel } from "../docker/labels.ts";
import { removeLeftover } from "../docker/leftovers.ts";
import type { Owner } from "../docker/ownership.ts";
import { recreation } from "./recreation.ts";

/** Everything that restores a removed container, except for what it wrote outside of volumes. */
export interface Snapshot {
  readonly record: InspectedContainer;
  /** Files that were written into the container before it started. */
  readonly files: readonly ContainerFile[];
}

/** Undefined if no container of this name runs. */
export async function takeSnapshot(engine: Engine, name: string): Promise<Snapshot | undefined> {
  const record = await inspectContainer(engine, name);
  if (!record?.State.Running) return undefined;
  const paths = JSON.parse(record.Config.Labels[uploadsLabel] ?? "[]") as string[];
  const files = await Promise.all(paths.map((path) => readFile(engine, record.Id, path)));
  return { record, files: files.filter((file) => file !== undefined) };
}

/**
 * Restores a container of a stage, and removes the one that has its name now.
 * @param currentId gives the current id of another container by the id that it had when the snapshot was taken
 * @returns the id of the restored container
 * @throws ProblemError if its name belongs to a foreign container now
 */
export async function restore(
  engine: Engine,
  { record, files }: Snapshot,
  owner: Owner,
  currentId: (former: string) => string,
): Promise<string> {
  const name = record.Name.slice(1);
  await removeLeftover(engine, { name, where: name }, owner);
  const { body, leave, join } = recreation(
    record,
    { [stageLabel]: owner.stage, [restoredLabel]: new Date().toISOString().replace(/\.\d+/, "") },
    currentId,
  );
  const created = await engine.request("POST", "/containers/create", { query: { name }, body });
  const { Id } = created as { Id: string };
  for (const network of leave) await changeNetwork(engine, network, "disconnect", { Container: Id });
  for (const [network, EndpointConfig] of join)
    await changeNetwork(engine, network, "connect", { Container: Id, EndpointConfig });
  await writeFiles(engine, Id, files);
  await engine.request("POST", `/containers/${Id}/start`, { timeout: startTimeout });
  return Id;
}

/** Milliseconds for a container to start. */
const startTimeout = 60_000;

async function changeNetwork(
  engine: Engine,
  network: string,
  change: "connect" | "disconnect",
  body: object,
): Promise<void> {
  await engine.request("POST", `/networks/${encodeURIComponent(network)}/${change}`, { body });
}
