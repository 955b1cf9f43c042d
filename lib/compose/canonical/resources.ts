import type { BlkioConfig, Deploy, DeployResource, DeviceRequest, Json, Service } from "../model.ts";
import {
  distinct,
  type Keys,
  list,
  nullable,
  object,
  type Reader,
  record,
  shorthand,
  uniqueBy,
} from "./reader.ts";
import { anyText, bytes, decimal, duration, flag, integer, mapping, text, word } from "./scalars.ts";

/** Limit of a service's containers. A larger number is a typing error. */
const MAX_REPLICAS = 1000;

type Limits = NonNullable<Service["ulimits"]>[string];

const limit: Reader<Limits> = (node, reading, path) =>
  node.kind === "map"
    ? object<{ soft?: number; hard?: number }>({ soft: integer(), hard: integer() }, ["soft", "hard"])(
        node,
        reading,
        path,
      )
    : integer({ keepZero: true })(node, reading, path);

/** Ulimits. A single number means both limits. */
export const ulimits: Reader<NonNullable<Service["ulimits"]>> = (node, reading, path) => {
  const found = record(limit)(node, reading, path);
  if (!found) return undefined;
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, value === 0 ? {} : value]));
};

interface Throttle {
  Path: string;
  Rate: string;
}

/** A throttled device. Compose prints these keys with capital letters. */
const throttle: Reader<Throttle> = (node, reading, path) => {
  const found = object<{ path: string; rate: string }>({ path: anyText, rate: bytes })(node, reading, path);
  return found && { Path: found.path ?? "", Rate: found.rate ?? "0" };
};

const blkio = object<BlkioConfig>({
  weight: integer({ min: 0, max: 1000 }),
  weight_device: list((node, reading, path) => {
    const found = object<{ path: string; weight: number }>({ path: anyText, weight: integer() })(
      node,
      reading,
      path,
    );
    return found && { Path: found.path ?? "", Weight: found.weight ?? 0 };
  }),
  device_read_bps: list(throttle),
  device_read_iops: list(throttle),
  device_write_bps: list(throttle),
  device_write_iops: list(throttle),
});

const count: Reader<number> = (node, reading, path) =>
  node.kind === "scalar" && node.text.toLowerCase() === "all" ? -1 : integer()(node, reading, path);

/** A request for devices such as GPUs. Without count and ids it means all devices. */
const deviceRequest: Reader<DeviceRequest> = (node, reading, path) => {
  const found = object<DeviceRequest>({
    capabilities: distinct(list(anyText)),
    driver: text,
    count,
    device_ids: distinct(list(anyText)),
    options: distinct(mapping),
  })(node, reading, path);
  if (!found || node.kind !== "map") return found;
  if (path.includes(".reservations.") && !node.entries.has("capabilities")) {
    return reading.wrong(node, path, "a request with capabilities", "write capabilities: [gpu]");
  }
  const [hasCount, hasIds] = [node.entries.has("count"), node.entries.has("device_ids")];
  if (hasCount && hasIds)
    return reading.wrong(node, path, "either count or device_ids", "remove one of them");
  return hasCount || hasIds ? found : { ...found, count: -1 };
};

const memory: Reader<string> = (node, reading, path) =>
  node.kind === "scalar" && typeof node.value === "string"
    ? bytes(node, reading, path)
    : reading.wrong(node, path, "a size as text", "write a size such as 512m");

const resource = object<DeployResource>({
  cpus: decimal,
  memory,
  pids: integer(),
  devices: list(deviceRequest),
  generic_resources: list(
    (node, reading, path) =>
      object<{ discrete_resource_spec?: Json }>({
        discrete_resource_spec: object<{ kind: string; value: number }>({
          kind: anyText,
          value: integer(),
        }) as Reader<Json>,
      })(node, reading, path) as Json | undefined,
  ) as Reader<Json>,
});

const rollout = object<Record<string, Json>>({
  parallelism: integer({ keepZero: true, min: 0 }),
  delay: duration({ keepZero: false }),
  failure_action: text,
  monitor: duration({ keepZero: false }),
  max_failure_ratio: decimal,
  order: word("start-first", "stop-first"),
}) as Reader<Json>;

const settings = object<Deploy>({
  mode: text,
  replicas: integer({ keepZero: true, min: 0, max: MAX_REPLICAS }),
  labels: mapping,
  update_config: rollout,
  rollback_config: rollout,
  resources: object<Deploy["resources"]>({ limits: resource, reservations: resource }),
  restart_policy: object<NonNullable<Deploy["restart_policy"]>>({
    condition: text,
    delay: duration(),
    max_attempts: integer({ keepZero: true, min: 0 }),
    window: duration(),
  }),
  placement: object<Record<string, Json>>({
    constraints: list(anyText),
    preferences: list(object<Record<string, Json>>({ spread: text })),
    max_replicas_per_node: integer(),
  }) as Reader<Json>,
  endpoint_mode: text,
});

/** Compose always prints `resources` and `placement`. */
const deploy: Reader<Deploy> = (node, reading, path) => {
  const found = settings(node, reading, path);
  return found && { ...found, resources: found.resources ?? {}, placement: found.placement ?? {} };
};

type Device = NonNullable<Service["devices"]>[number];

const device: Reader<Device> = shorthand(
  object<Device>({ source: text, target: text, permissions: text }, ["source", "target"]),
  (spec, node, reading, path) => {
    const [source = "", target, permissions = "rwm", ...more] = spec.split(":");
    if (more.length > 0) return reading.wrong(node, path, "source[:target[:permissions]]");
    return { source, target: target || source, permissions };
  },
);

export const resourceKeys = {
  blkio_config: blkio,
  cpu_count: integer({ min: 0 }),
  cpu_percent: integer({ min: 0, max: 100 }),
  cpu_period: integer(),
  cpu_quota: integer(),
  cpu_rt_period: integer(),
  cpu_rt_runtime: integer(),
  cpu_shares: integer(),
  cpus: decimal,
  cpuset: text,
  deploy: nullable(deploy),
  devices: uniqueBy(list(device), ({ source, target }) => target ?? source),
  gpus: (node, reading, path) =>
    node.kind === "scalar" && node.value === "all"
      ? [{ count: -1 }]
      : list(deviceRequest)(node, reading, path),
  mem_limit: bytes,
  mem_reservation: bytes,
  mem_swappiness: bytes,
  memswap_limit: bytes,
  oom_kill_disable: flag(),
  oom_score_adj: integer({ min: -1000, max: 1000 }),
  pids_limit: integer(),
  scale: integer({ keepZero: true, min: 0, max: MAX_REPLICAS }),
  shm_size: bytes,
  ulimits,
} satisfies Partial<Keys<Service>>;
