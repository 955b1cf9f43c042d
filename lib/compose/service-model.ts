import type { Json, Text } from "./model.ts";

/** An entry below `services` of the canonical model. */
export interface Service {
  /** Always present. Null if the file does not set it, [] if it clears the image's. */
  command: string[] | null;
  entrypoint: string[] | null;
  annotations?: Text;
  attach?: boolean;
  blkio_config?: BlkioConfig;
  build?: Build;
  cap_add?: string[];
  cap_drop?: string[];
  cgroup?: string;
  cgroup_parent?: string;
  configs?: FileReference[];
  container_name?: string;
  cpu_count?: number;
  cpu_percent?: number;
  cpu_period?: number;
  cpu_quota?: number;
  cpu_rt_period?: number;
  cpu_rt_runtime?: number;
  cpu_shares?: number;
  cpus?: number;
  cpuset?: string;
  credential_spec?: Json;
  depends_on?: Record<string, ServiceDependency>;
  deploy?: Deploy;
  develop?: Json;
  device_cgroup_rules?: string[];
  devices?: { source: string; target?: string; permissions?: string }[];
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  domainname?: string;
  environment?: Record<string, string | null>;
  expose?: string[];
  external_links?: string[];
  /** `host=address`, sorted. */
  extra_hosts?: string[];
  gpus?: DeviceRequest[];
  group_add?: string[];
  healthcheck?: Healthcheck;
  hostname?: string;
  image?: string;
  init?: boolean;
  ipc?: string;
  isolation?: string;
  labels?: Text;
  links?: string[];
  logging?: { driver?: string; options?: Text };
  mac_address?: string;
  mem_limit?: string;
  mem_reservation?: string;
  mem_swappiness?: string;
  memswap_limit?: string;
  models?: Json;
  network_mode?: string;
  networks?: Record<string, ServiceNetwork | null>;
  oom_kill_disable?: boolean;
  oom_score_adj?: number;
  pid?: string;
  pids_limit?: number;
  platform?: string;
  ports?: Port[];
  post_start?: Json;
  pre_stop?: Json;
  privileged?: boolean;
  profiles?: string[];
  provider?: Json;
  pull_policy?: string;
  read_only?: boolean;
  restart?: string;
  runtime?: string;
  scale?: number;
  secrets?: FileReference[];
  security_opt?: string[];
  shm_size?: string;
  stdin_open?: boolean;
  stop_grace_period?: string;
  stop_signal?: string;
  storage_opt?: Text;
  sysctls?: Text;
  tmpfs?: string[];
  tty?: boolean;
  ulimits?: Record<string, number | { soft?: number; hard?: number }>;
  use_api_socket?: boolean;
  user?: string;
  userns_mode?: string;
  uts?: string;
  volume_driver?: string;
  volumes?: Mount[];
  volumes_from?: string[];
  working_dir?: string;
  "x-smallboat"?: Smallboat;
}

/** Settings of a service for smallboat, which Docker Compose ignores. */
export interface Smallboat {
  /** It is not to be reached from other machines, which the rule `internal-ports` watches. */
  internal?: boolean;
}

export interface ServiceDependency {
  condition: "service_started" | "service_healthy" | "service_completed_successfully";
  required: boolean;
  restart?: boolean;
}

export interface ServiceNetwork {
  aliases?: string[];
  driver_opts?: Text;
  gw_priority?: number;
  interface_name?: string;
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  priority?: number;
}

export interface Port {
  name?: string;
  mode?: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol?: string;
  app_protocol?: string;
}

export interface Mount {
  type: string;
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { selinux?: string; propagation?: string; create_host_path?: boolean; recursive?: string };
  volume?: { labels?: Text; nocopy?: boolean; subpath?: string };
  tmpfs?: { size?: string; mode?: number };
  image?: { subpath?: string };
}

/** A service's use of a config or a secret. */
export interface FileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  mode?: string;
}

export interface Healthcheck {
  test?: string[];
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

export interface Build {
  context: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  additional_contexts?: Text;
  args?: Record<string, string | null>;
  cache_from?: string[];
  cache_to?: string[];
  entitlements?: string[];
  extra_hosts?: string[];
  isolation?: string;
  labels?: Text;
  network?: string;
  no_cache?: boolean;
  platforms?: string[];
  privileged?: boolean;
  provenance?: string;
  pull?: boolean;
  sbom?: string;
  secrets?: FileReference[];
  shm_size?: string;
  ssh?: Json;
  tags?: string[];
  target?: string;
  ulimits?: Record<string, number | { soft?: number; hard?: number }>;
}

export interface DeployResource {
  cpus?: number;
  memory?: string;
  pids?: number;
  devices?: DeviceRequest[];
  generic_resources?: Json;
}

export interface Deploy {
  mode?: string;
  replicas?: number;
  labels?: Text;
  resources: { limits?: DeployResource; reservations?: DeployResource };
  restart_policy?: { condition?: string; delay?: string; max_attempts?: number; window?: string };
  placement: Json;
  endpoint_mode?: string;
  update_config?: Json;
  rollback_config?: Json;
}

export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  count?: number;
  device_ids?: string[];
  options?: Text;
}

export interface BlkioConfig {
  weight?: number;
  weight_device?: { Path: string; Weight: number }[];
  device_read_bps?: { Path: string; Rate: string }[];
  device_read_iops?: { Path: string; Rate: string }[];
  device_write_bps?: { Path: string; Rate: string }[];
  device_write_iops?: { Path: string; Rate: string }[];
}
