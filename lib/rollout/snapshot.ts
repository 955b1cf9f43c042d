import type { Engine } from "../docker/client.ts";
import { type ContainerFile, readFile, writeFiles } from "../docker/container-files.ts";
import { inspectContainer } from "../docker/containers.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { restoredLabel, stageLabel, uploadsLabel } from "../docker/labels.ts";
import { removeLeftover } from "../docker/leftovers.ts";
import type { Owner } from "../docker/ownership.ts";
import { recreation } from "./recreation.ts";

/** All that is needed to bring a container back after it was removed; what it wrote outside of volumes is not. */
export interface Snapshot {
  readonly record: InspectedContainer;
  /** Files that were put into it before it started. */
  readonly files: readonly ContainerFile[];
}

/** Undefined where no container runs under this name. */
export async function takeSnapshot(engine: Engine, name: string): Promise<Snapshot | undefined> {
  const record = await inspectContainer(engine, name);
  if (!record?.State.Running) return undefined;
  const paths = JSON.parse(record.Config.Labels[uploadsLabel] ?? "[]") as string[];
  const files = await Promise.all(paths.map((path) => readFile(engine, record.Id, path)));
  return { record, files: files.filter((file) => file !== undefined) };
}

/**
 * Brings a container of a stage back, in place of the one that has its name now.
 * @param currentId of another container, by the id it had when the snapshot was taken
 * @returns its id
 * @throws ProblemError where its name is somebody else's now
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

/** Milliseconds. */
const startTimeout = 60_000;

async function changeNetwork(
  engine: Engine,
  network: string,
  change: "connect" | "disconnect",
  body: object,
): Promise<void> {
  await engine.request("POST", `/networks/${encodeURIComponent(network)}/${change}`, { body });
}
