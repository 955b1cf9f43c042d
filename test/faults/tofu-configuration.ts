import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Deployment, inputName, type Resource, types } from "../../lib/state/index.ts";

const kinds: Readonly<Record<string, string>> = {
  [types.image]: "docker_image",
  [types.network]: "docker_network",
  [types.volume]: "docker_volume",
  [types.container]: "docker_container",
};

/** Blocks that Terraform calls otherwise than Pulumi, which has plurals. */
const renamed: Readonly<Record<string, string>> = {
  envs: "env",
  uploads: "upload",
  entrypoints: "entrypoint",
  ipamConfigs: "ipam_config",
};

/**
 * Writes, for Terraform and another engine, what Pulumi has recorded of stacks: the same provider gets the same inputs,
 * without the labels.
 * @returns the engine's names of resources, by their addresses
 */
export function tofuConfiguration(
  { resources }: Deployment,
  { folder, engine, bin }: { readonly folder: string; readonly engine: string; readonly bin: string },
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const resource: Record<string, Record<string, object>> = {};
  for (const each of resources) {
    const kind = kinds[each.type];
    const name = inputName(each);
    if (kind === undefined || name === undefined) continue;
    names.set(`${kind}.${keyOf(name)}`, name);
    resource[kind] = { ...resource[kind], [keyOf(name)]: inputs(each) };
  }
  mkdirSync(folder);
  const docker = "kreuzwerker/docker";
  const main = {
    terraform: { required_providers: { docker: { source: docker } } },
    provider: { docker: { host: engine } },
    resource,
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(main, null, 2));
  const overrides = `dev_overrides {\n"${docker}" = ${JSON.stringify(bin)}\n}\ndirect {}\n`;
  writeFileSync(join(folder, "tofurc"), `provider_installation {\n${overrides}}\n`);
  return names;
}

const keyOf = (name: string) => name.replaceAll(/\W/g, "-");
const reference = (kind: string, name: unknown, field: string) =>
  `\${${kind}.${keyOf(String(name))}.${field}}`;

/** With references, so that a container comes after what it uses. */
function inputs({ type, inputs = {} }: Resource): object {
  const { labels: _, image, networksAdvanced = [], volumes = [], ...rest } = inputs;
  if (type !== types.container)
    return { ...(snake(rest) as object), ...(type === types.image && { keep_locally: true }) };
  const networks = (networksAdvanced as { readonly name: string }[]).map((each) => ({
    ...each,
    name: reference("docker_network", each.name, "name"),
  }));
  const mounts = (volumes as { readonly volumeName: string }[]).map((each) => ({
    ...each,
    volumeName: reference("docker_volume", each.volumeName, "name"),
  }));
  const used = { ...rest, networksAdvanced: networks, ...(mounts.length > 0 && { volumes: mounts }) };
  return { ...(snake(used) as object), image: reference("docker_image", image, "image_id") };
}

function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(
    entries.map(([key, each]) => [
      renamed[key] ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snake(each),
    ]),
  );
}
