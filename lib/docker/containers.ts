import type { PortBinding } from "../compose/ports.ts";
import { type Engine, orMissing, type RequestOptions } from "./client.ts";
import { updateContainer } from "./container-update.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import type { Labels } from "./labels.ts";

/** A container in the engine's list. */
export interface Container {
  readonly id: string;
  /** Without the engine's leading slash. */
  readonly name: string;
  /** The image as it was given at the creation: a tag, or an id if the tag belongs to another image now. */
  readonly image: string;
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly state: string;
  readonly labels: Labels;
  /** Names of the volumes that are mounted. */
  readonly volumes: readonly string[];
  /** Published ports. Only a running container has some. */
  readonly ports: readonly PortBinding[];
  /** Names of its networks. */
  readonly networks: readonly string[];
}

interface ListedContainer {
  Id: string;
  Names: string[];
  Image: string;
  State: string;
  Labels: Record<string, string> | null;
  Ports: { IP?: string; PublicPort?: number; PrivatePort: number; Type: string }[] | null;
  Mounts?: { Type: string; Name?: string }[];
  NetworkSettings: { Networks: Record<string, unknown> | null } | null;
}

/** All containers of the engine, also stopped ones, or those that match `filters` (JSON of the API). */
export async function listContainers(engine: Engine, filters = "{}"): Promise<Container[]> {
  const query = { all: "1", filters };
  return ((await engine.request("GET", "/containers/json", { query })) as ListedContainer[]).map(container);
}

function container(listed: ListedContainer): Container {
  const { Id, Names, Image, State, Labels, Ports, Mounts = [], NetworkSettings } = listed;
  // A legacy link adds names of the form /other/alias.
  const name = Names.find((each) => each.lastIndexOf("/") === 0) ?? Names[0] ?? Id;
  const ports = (Ports ?? []).flatMap(
    ({ IP: ip = "0.0.0.0", PublicPort: published, PrivatePort: target, Type: protocol }) =>
      published === undefined ? [] : [{ ip, published, target, protocol }],
  );
  return {
    id: Id,
    name: name.replace(/^\//, ""),
    image: Image,
    state: State,
    labels: Labels ?? {},
    volumes: Mounts.flatMap(({ Name }) => Name ?? []),
    ports,
    networks: Object.keys(NetworkSettings?.Networks ?? {}).sort(),
  };
}

/** Inspects a container by its name or id. Undefined if there is none. */
export async function inspectContainer(
  engine: Engine,
  name: string,
  options: Pick<RequestOptions, "timeout"> = {},
): Promise<InspectedContainer | undefined> {
  const path = `/containers/${encodeURIComponent(name)}/json`;
  const found = (await engine.request("GET", path, options).catch(orMissing)) as Answer | undefined;
  return found && withLabels(found);
}

type Answer = InspectedContainer & { readonly Config: { readonly Labels: Labels | null } };

/** Some engines answer null if a container has no labels. */
function withLabels(found: Answer): InspectedContainer {
  return { ...found, Config: { ...found.Config, Labels: found.Config.Labels ?? {} } };
}

/**
 * Inspects a container that is created from an image without other inputs, and removed at once. This shows what the image
 * and the engine set for every container.
 * @param labels labels of that container
 */
export async function inspectBare(
  engine: Engine,
  image: string,
  labels: Labels,
): Promise<InspectedContainer> {
  // Without a HostConfig the engine fills in less.
  const body = { Image: image, Labels: labels, HostConfig: {} };
  const { Id } = (await engine.request("POST", "/containers/create", { body })) as { Id: string };
  try {
    return withLabels((await engine.request("GET", `/containers/${Id}/json`)) as Answer);
  } finally {
    await engine.request("DELETE", `/containers/${Id}`, { query: { v: "1", force: "1" } });
  }
}

/** Docker's default grace period in seconds. */
const defaultStopTimeout = 10;

/** Stops a container with its own signal and grace period, then removes it. Its anonymous volumes stay. */
export async function removeContainer(engine: Engine, { Id, Config }: InspectedContainer): Promise<void> {
  const path = `/containers/${Id}`;
  const timeout = ((Config.StopTimeout ?? defaultStopTimeout) + 30) * 1000;
  await engine.request("POST", `${path}/stop`, { timeout }).catch(orMissing);
  await engine.request("DELETE", path, { query: { force: "1" }, timeout }).catch(orMissing);
}

/** Stops a container. @param seconds after which it is killed */
export async function stopContainer(engine: Engine, id: string, seconds: number): Promise<void> {
  const query = { t: String(seconds) };
  await engine
    .request("POST", `/containers/${id}/stop`, { query, timeout: (seconds + 30) * 1000 })
    .catch(orMissing);
}

/** Restarts a container if it exists and runs. */
export async function restartContainer(engine: Engine, name: string): Promise<void> {
  const found = await inspectContainer(engine, name);
  if (!found?.State.Running) return;
  const timeout = ((found.Config.StopTimeout ?? defaultStopTimeout) + 30) * 1000;
  await engine.request("POST", `/containers/${found.Id}/restart`, { timeout }).catch(orMissing);
}

/**
 * Keeps a failed container for inspection. A restart policy that differs from the declared one ends its restarts, and
 * shows the next run that the container must be replaced.
 */
export async function keepForInspection(engine: Engine, id: string, declared: string): Promise<void> {
  const RestartPolicy =
    declared === "no" ? { Name: "on-failure", MaximumRetryCount: 1 } : { Name: "no", MaximumRetryCount: 0 };
  await updateContainer(engine, id, { RestartPolicy }).catch(orMissing);
}
