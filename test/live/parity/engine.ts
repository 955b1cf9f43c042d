import { setTimeout as sleep } from "node:timers/promises";
import { docker, dockerLines } from "../support/command.ts";
import { type Inspected, type Json, type Names, normalised } from "./normalise.ts";

/** Every container, network, named volume and image whose name begins with a stage's, normalised. */
export async function objectsOf(stage: string): Promise<Record<string, Json>> {
  await settled(stage);
  const [containers, networks, volumes] = await Promise.all([
    inspect("container", await namesOf("container", stage)),
    inspect("network", await namesOf("network", stage)),
    inspect("volume", await namesOf("volume", stage)),
  ]);
  const images = await imagesOf(stage);
  const names: Names = new Map([
    ...containers.map(({ Id, Name }) => [String(Id), String(Name).slice(1)] as const),
    ...images.map(({ id, reference }) => [id, reference] as const),
  ]);
  const entries = [
    ...containers.map((each) => [
      `container ${String(each.Name).slice(1)}`,
      normalised("container", each, names),
    ]),
    ...networks.map((each) => [`network ${each.Name}`, normalised("network", each, names)]),
    ...volumes.map((each) => [`volume ${each.Name}`, normalised("volume", each, names)]),
    ...images.map(({ reference }) => [`image ${reference}`, reference]),
  ];
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)).replaceAll(stage, "stage"));
}

/** Names of objects; volumes without a name of their own are parts of containers. */
function namesOf(kind: "container" | "network" | "volume", stage: string): Promise<string[]> {
  const options = kind === "container" ? ["--all", "--format={{.Names}}"] : ["--format={{.Name}}"];
  return dockerLines(kind, "ls", ...options, `--filter=name=${stage}`);
}

async function inspect(kind: string, names: readonly string[]): Promise<Inspected[]> {
  return names.length === 0 ? [] : JSON.parse(await docker(kind, "inspect", ...names));
}

/** Images that were built for the stage. */
export async function imagesOf(stage: string): Promise<{ reference: string; id: string }[]> {
  const lines = await dockerLines("image", "ls", "--no-trunc", "--format={{.Repository}}:{{.Tag}} {{.ID}}");
  return lines
    .filter((line) => line.startsWith(stage))
    .map((line) => {
      const [reference = "", id = ""] = line.split(" ");
      return { reference, id };
    });
}

/** Files of a container: owner, mode and content of each, as text. */
export async function filesOf(container: string, paths: readonly string[]): Promise<Record<string, Json>> {
  const show = 'for file; do stat -c "%n %a %u:%g" "$file"; cat "$file"; done';
  return { [`files of ${container}`]: await docker("exec", container, "sh", "-c", show, "-", ...paths) };
}

/** Waits until every container with a healthcheck knows how it is. */
function settled(stage: string): Promise<void> {
  return eventually(async () => {
    const starting = await docker("ps", "--quiet", `--filter=name=${stage}`, "--filter=health=starting");
    return starting && `still starting: ${starting}`;
  });
}

/** Asks again and again what is missing, until nothing is. @throws Error that says it, after two minutes */
export async function eventually(missing: () => Promise<string>): Promise<void> {
  const limit = Date.now() + 120_000;
  for (let words = await missing(); words !== ""; words = await missing()) {
    if (Date.now() > limit) throw new Error(words);
    await sleep(200);
  }
}
