import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A resource as the state records it, the part that is used here. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** URN of the provider and its id. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly additionalSecretOutputs?: readonly string[];
}

/** What the state records of a host and all below it, in an order in which it can be declared. */
export interface RecordedHost {
  readonly host: RecordedResource | undefined;
  readonly below: readonly RecordedResource[];
}

const maxBytes = 1 << 30;

/** Everything that the state of a stage records; secrets stay encrypted. @throws Error */
export async function recordedResources(stack: string): Promise<readonly RecordedResource[]> {
  const command = ["stack", "export", "--stack", stack, "--non-interactive"];
  const { stdout } = await promisify(execFile)("pulumi", command, { maxBuffer: maxBytes });
  const { deployment } = JSON.parse(stdout) as { deployment?: { resources?: RecordedResource[] } };
  return deployment?.resources ?? [];
}

/** Picks a host by its name. What is only waiting to be deleted is left out: the engine keeps it by itself. */
export function recordedHost(
  resources: readonly (RecordedResource & { readonly delete?: boolean })[],
  name: string,
): RecordedHost {
  const host = resources.find(({ type, urn }) => type === "smallboat:index:Host" && nameOf(urn) === name);
  const known = new Set([host?.urn]);
  const below = resources.filter(({ urn, parent, delete: isGoing }) => {
    if (isGoing || parent === undefined || !known.has(parent)) return false;
    known.add(urn);
    return true;
  });
  return { host, below: below.filter(({ type }) => !type.startsWith("pulumi:providers:")) };
}

/** Volumes that runs have made, as `<stack> <name>`: also those that a refresh found to be gone. */
export function recordedVolumes(resources: readonly RecordedResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ type, urn, parent = "", outputs = {} }) => {
      if (type === "docker:index/volume:Volume") return [`${nameOf(parent)} ${outputs.name}`];
      if (type !== "smallboat:index:HostStack" || !Array.isArray(outputs.volumes)) return [];
      return outputs.volumes.map((name) => `${nameOf(urn)} ${name}`);
    }),
  );
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
