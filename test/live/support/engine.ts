import { connect, orMissing } from "../../../lib/docker/client.ts";

/**
 * This machine's engine by its API, for repeated requests: the docker command needs ten times the processor
 * time.
 */
const api = connect("unix:///var/run/docker.sock");

/** Names of the objects with a stage's label, sorted. */
export async function namesOfStage(
  stage: string,
  kind: "container" | "network" | "volume",
): Promise<string[]> {
  const filters = JSON.stringify({ label: [`smallboat.stage=${stage}`] });
  const path = kind === "container" ? "/containers/json" : `/${kind}s`;
  const answer = await api.request("GET", path, { query: { filters, all: "1" } });
  if (kind === "container") return names((answer as { Names: string[] }[]).map(({ Names }) => Names[0]));
  const listed = kind === "network" ? answer : (answer as { Volumes: unknown[] | null }).Volumes;
  return names(((listed ?? []) as { Name: string }[]).map(({ Name }) => Name));
}

function names(found: readonly (string | undefined)[]): string[] {
  return found.map((name = "") => name.replace(/^\//, "")).sort();
}

interface Inspected {
  readonly Id: string;
  readonly State: { readonly Running: boolean };
}

/** A container; undefined if there is none of this name. */
export async function inspected(name: string): Promise<Inspected | undefined> {
  return (await api.request("GET", `/containers/${name}/json`).catch(orMissing)) as Inspected | undefined;
}
