import type { Service } from "../../../lib/compose/model.ts";

/** A key that the program refuses, shown by these lines of a service or of a whole file. */
export interface Refused {
  readonly refused: string;
}

/** Of each key: a case has it (true), no case can have it (why), or the program refuses it. */
export type Covered<T> = Readonly<Record<keyof Required<T>, true | string | Refused>>;

export const noGpu = "no GPU here: the engine would not start the container; plans are in fields.test.ts";

export function api(version: string): string {
  return `the engine of this machine answers with API 1.41, and this needs ${version}`;
}

export function refused(lines: string): Refused {
  return { refused: lines };
}

const realTime = "the kernel gives containers no real-time share unless the engine was started with one";

/** Keys of a service. */
export const service = {
  command: true,
  entrypoint: true,
  annotations: refused("annotations: {a: b}"),
  attach: true,
  blkio_config: true,
  build: true,
  cap_add: true,
  cap_drop: true,
  cgroup: true,
  cgroup_parent: true,
  configs: true,
  container_name: true,
  cpu_count: refused("cpu_count: 2"),
  cpu_percent: refused("cpu_percent: 2"),
  cpu_period: true,
  cpu_quota: true,
  cpu_rt_period: realTime,
  cpu_rt_runtime: realTime,
  cpu_shares: true,
  cpus: true,
  cpuset: true,
  credential_spec: refused("credential_spec: {file: a}"),
  depends_on: true,
  deploy: true,
  develop: true,
  device_cgroup_rules: true,
  devices: true,
  dns: true,
  dns_opt: true,
  dns_search: true,
  domainname: true,
  environment: true,
  expose: true,
  external_links: true,
  extra_hosts: true,
  gpus: noGpu,
  group_add: true,
  healthcheck: true,
  hostname: true,
  image: true,
  init: true,
  ipc: true,
  isolation: refused("isolation: process"),
  labels: true,
  links: true,
  logging: true,
  mac_address: api("1.44 where the provider sends it: it is refused"),
  mem_limit: true,
  mem_reservation: true,
  mem_swappiness: refused("mem_swappiness: 2"),
  memswap_limit: true,
  models: refused("models: [m]"),
  network_mode: true,
  networks: true,
  oom_kill_disable: refused("oom_kill_disable: true"),
  oom_score_adj: refused("oom_score_adj: 2"),
  pid: true,
  pids_limit: true,
  platform: true,
  ports: true,
  post_start: refused("post_start: [{command: x}]"),
  pre_stop: refused("pre_stop: [{command: x}]"),
  privileged: "the machine here may not give CAP_SYS_RESOURCE: the engine would not start the container",
  profiles: true,
  provider: refused("provider: {type: x}"),
  pull_policy: true,
  read_only: true,
  restart: true,
  runtime: true,
  scale: true,
  secrets: true,
  security_opt: true,
  shm_size: true,
  stdin_open: true,
  stop_grace_period: true,
  stop_signal: true,
  storage_opt: "overlay2 here is not on xfs with project quotas: the engine would not create the container",
  sysctls: true,
  tmpfs: true,
  tty: true,
  ulimits: true,
  use_api_socket: refused("use_api_socket: true"),
  user: true,
  userns_mode: true,
  uts: refused("uts: host"),
  volume_driver: refused("volume_driver: local"),
  volumes: true,
  volumes_from: true,
  working_dir: true,
  "x-smallboat": "it changes no container, and compose leaves it out of its model",
} satisfies Covered<Service>;
