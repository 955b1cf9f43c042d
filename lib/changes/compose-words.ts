import { holdsSecret, isUnknown } from "../state/index.ts";
import { changeWord } from "./inputs.ts";

/** The name of a container's field in compose files, and how its value is shown. */
interface Word {
  readonly key: string;
  readonly show?: (value: unknown) => string;
}

const shown = (key: string): Word => ({ key, show: String });
const hidden = (key: string): Word => ({ key });
const ofMiB = (key: string): Word => ({ key, show: (value) => `${value}M` });
const ofBytes = (key: string): Word => ({ key, show: (value) => `${Number(value) / 2 ** 20}M` });
const ofSeconds = (key: string): Word => ({ key, show: (value) => `${value}s` });

/** A field whose values are never secrets, so they are shown. */
const words: Readonly<Record<string, Word>> = {
  name: shown("container_name"),
  restart: shown("restart"),
  maxRetryCount: shown("restart: attempts"),
  user: shown("user"),
  hostname: shown("hostname"),
  domainname: shown("domainname"),
  workingDir: shown("working_dir"),
  privileged: shown("privileged"),
  readOnly: shown("read_only"),
  init: shown("init"),
  tty: shown("tty"),
  stdinOpen: shown("stdin_open"),
  stopSignal: shown("stop_signal"),
  stopTimeout: ofSeconds("stop_grace_period"),
  destroyGraceSeconds: ofSeconds("stop_grace_period"),
  platform: shown("platform"),
  runtime: shown("runtime"),
  cpus: shown("cpus"),
  cpuShares: shown("cpu_shares"),
  cpuSet: shown("cpuset"),
  cpuPeriod: shown("cpu_period"),
  cpuQuota: shown("cpu_quota"),
  memory: ofMiB("mem_limit"),
  memorySwap: ofMiB("memswap_limit"),
  memoryReservation: ofMiB("mem_reservation"),
  shmSize: ofMiB("shm_size"),
  networkMode: shown("network_mode"),
  pidMode: shown("pid"),
  ipcMode: shown("ipc"),
  usernsMode: shown("userns_mode"),
  cgroupnsMode: shown("cgroup"),
  cgroupParent: shown("cgroup_parent"),
  logDriver: shown("logging"),
  ports: shown("ports"),
  PidsLimit: shown("pids_limit"),
  Memory: ofBytes("mem_limit"),
  MemorySwap: ofBytes("memswap_limit"),
  MemoryReservation: ofBytes("mem_reservation"),
  BlkioWeight: shown("blkio_config"),
  CpuRealtimePeriod: shown("cpu_rt_period"),
  CpuRealtimeRuntime: shown("cpu_rt_runtime"),
  command: hidden("command"),
  entrypoints: hidden("entrypoint"),
  envs: hidden("environment"),
  networksAdvanced: hidden("networks"),
  mounts: hidden("volumes"),
  uploads: hidden("configs, secrets"),
  healthcheck: hidden("healthcheck"),
  capabilities: hidden("cap_add, cap_drop"),
  securityOpts: hidden("security_opt"),
  logOpts: hidden("logging"),
  devices: hidden("devices"),
  deviceRequests: hidden("gpus"),
  deviceCgroupRules: hidden("device_cgroup_rules"),
  dns: hidden("dns"),
  dnsOpts: hidden("dns_opt"),
  dnsSearches: hidden("dns_search"),
  hosts: hidden("extra_hosts"),
  groupAdds: hidden("group_add"),
  storageOpts: hidden("storage_opt"),
  sysctls: hidden("sysctls"),
  tmpfs: hidden("tmpfs"),
  ulimits: hidden("ulimits"),
  mustRun: hidden("depends_on of others"),
  attach: hidden("depends_on of others"),
};

/** The compose key of a container's field. */
export function composeKey(field: string): string {
  return words[field]?.key ?? field;
}

/** Such as `mem_limit: 64M → 128M`, `command changed`. */
export function fieldText(field: string, before: unknown, after: unknown): string {
  const { key, show } = words[field] ?? hidden(field);
  const isShown = [before, after].every((value) => !holdsSecret(value) && !isUnknown(value));
  if (!show || !isShown || isHash(before) || isHash(after)) return `${key} ${changeWord(before, after)}`;
  const text = (value: unknown) => (value === undefined ? "none" : show(value));
  return `${key}: ${text(before)} → ${text(after)}`;
}

/** The text for a value that the state does not record. */
function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}$/.test(value);
}
