import type { Json, Service, ServiceDependency, Smallboat } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { build, extraHosts } from "./build.ts";
import { modelUses, namesOf, serviceNetworks, uniqueTexts } from "./networks.ts";
import { absolutePath } from "./paths.ts";
import { ports } from "./ports.ts";
import { environment, processKeys, texts } from "./process.ts";
import {
  distinct,
  type Keys,
  list,
  nullable,
  object,
  oneOrMore,
  type Reader,
  type Reading,
  shorthand,
  uniqueBy,
} from "./reader.ts";
import { resourceKeys } from "./resources.ts";
import { anyText, duration, flag, mapping, options, text, textOrNumber, word } from "./scalars.ts";
import { configReferences, mounts, secretReferences } from "./storage.ts";

export interface EnvFile {
  path: string;
  required?: boolean;
  format?: "raw" | ".env";
}

/** A service before its env files and label files are read. These two keys are not part of the model. */
export interface DraftService extends Service {
  env_file?: EnvFile[];
  label_file?: string[];
}

const condition = object<ServiceDependency>(
  {
    condition: word("service_started", "service_healthy", "service_completed_successfully"),
    required: flag({ keepFalse: true }),
    restart: flag(),
  },
  ["condition"],
);

const dependencies: Reader<Record<string, ServiceDependency>> = (node, reading, path) => {
  const found = namesOf(node, reading, path).map(([name, value]) => {
    const settings = value && condition(value, reading, `${path}.${name}`);
    return [name, { condition: "service_started" as const, required: true, ...settings }] as const;
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
};

const envFile: Reader<EnvFile> = (node, reading, path) => {
  const found = shorthand(
    object<EnvFile>({ path: anyText, required: flag({ keepFalse: true }), format: word("raw", ".env") }, [
      "path",
    ]),
    (file) => ({
      path: file,
    }),
  )(node, reading, path);
  if (found?.path === "") return reading.wrong(node, path, "a path", "name the file, or remove the line");
  if (!found?.path) return undefined;
  const absolute = { ...found, path: absolutePath(found.path, node, reading) };
  reading.places.set(absolute, node.at);
  return absolute;
};

const labelFile: Reader<string> = (node, reading, path) => {
  const found = text(node, reading, path);
  return found && absolutePath(found, node, reading);
};

/** One text or a list of texts. Empty texts count. */
const words = uniqueBy(oneOrMore(anyText), (item) => item.split("=")[0] ?? item);
const servers = uniqueBy(oneOrMore(text), (server) => server);

const exposed = uniqueBy(list(textOrNumber), (port) => port);

const draft: Keys<DraftService> = {
  ...processKeys,
  ...resourceKeys,
  annotations: mapping,
  attach: flag({ keepFalse: true }),
  build,
  cap_add: uniqueTexts,
  cap_drop: uniqueTexts,
  cgroup: word("host", "private"),
  cgroup_parent: text,
  configs: configReferences,
  container_name: containerName,
  credential_spec: object<Record<"config" | "file" | "registry", Json>>({
    config: text,
    file: text,
    registry: text,
  }) as Reader<Json>,
  depends_on: distinct(dependencies),
  device_cgroup_rules: distinct(texts),
  dns: servers,
  dns_opt: uniqueTexts,
  dns_search: words,
  domainname: text,
  env_file: uniqueBy(oneOrMore(envFile), ({ path }) => path),
  environment,
  expose: exposed,
  external_links: distinct(texts),
  extra_hosts: distinct(extraHosts),
  group_add: distinct(list(textOrNumber)),
  hostname: text,
  image: text,
  init: flag({ keepFalse: true }),
  ipc: text,
  isolation: text,
  label_file: oneOrMore(labelFile),
  labels: mapping,
  links: uniqueTexts,
  logging: object<NonNullable<Service["logging"]>>({ driver: text, options }),
  mac_address: text,
  models: distinct(modelUses),
  network_mode: text,
  networks: distinct(serviceNetworks),
  pid: nullable(text),
  platform: text,
  ports,
  privileged: flag(),
  profiles: uniqueTexts,
  provider: object<Record<"type" | "options", Json>>({ type: anyText, options: providerOptions }, [
    "type",
  ]) as Reader<Json>,
  pull_policy: pullPolicy,
  read_only: flag(),
  restart: text,
  runtime: text,
  secrets: secretReferences,
  security_opt: distinct(texts),
  stdin_open: flag(),
  stop_grace_period: duration(),
  stop_signal: text,
  storage_opt: options,
  sysctls: mapping,
  tmpfs: words,
  tty: flag(),
  use_api_socket: flag(),
  user: text,
  userns_mode: text,
  uts: text,
  volume_driver: text,
  volumes: mounts,
  volumes_from: distinct(texts),
  working_dir: text,
  "x-smallboat": object<Smallboat>({ internal: flag() }),
};

const settings = object<DraftService>(draft);

/** A service. Null means one without settings. */
export const service: Reader<DraftService> = (node, reading, path) => {
  const found = settings(node, reading, path);
  return (
    found && Object.assign(found, { command: found.command ?? null, entrypoint: found.entrypoint ?? null })
  );
};

function containerName(node: Node, reading: Reading, path: string): string | undefined {
  const found = anyText(node, reading, path);
  if (found === undefined || /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(found)) return found;
  return reading.wrong(node, path, "a name of letters, digits, . _ and -, at least two", "rename it");
}

function pullPolicy(node: Node, reading: Reading, path: string): string | undefined {
  const found = text(node, reading, path);
  if (found === undefined || PULL_POLICY.test(found)) return found === "if_not_present" ? "missing" : found;
  return reading.wrong(node, path, "always, never, missing, build, daily, weekly or every_<period>");
}

const PULL_POLICY = /^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_(\d+[wdhms])+)$/;

function providerOptions(node: Node, reading: Reading, path: string): Json | undefined {
  if (node.kind !== "map") return reading.wrong(node, path, "a map");
  return Object.fromEntries(
    [...node.entries].map(([key, { value }]) => [
      key,
      (value.kind === "list" ? value.items : [value]).map((item) =>
        item.kind === "scalar" ? item.text : "",
      ),
    ]),
  );
}
