/** Plain data with the names, types and units of the inputs of `@pulumi/docker` 5.2. */

export interface Label {
  label: string;
  value: string;
}

export interface NetworkFields {
  name: string;
  driver?: string;
  internal?: boolean;
  attachable?: boolean;
  ipv6?: boolean;
  options?: Record<string, string>;
  ipamDriver?: string;
  ipamOptions?: Record<string, string>;
  ipamConfigs?: IpamFields[];
  labels?: Label[];
}

export interface IpamFields {
  subnet?: string;
  gateway?: string;
  ipRange?: string;
  auxAddress?: Record<string, string>;
}

export interface VolumeFields {
  name: string;
  driver?: string;
  driverOpts?: Record<string, string>;
  labels?: Label[];
}

/** A container's place in one network: an entry of `networksAdvanced` without the network's name. */
export interface NetworkAttachment {
  aliases?: string[];
  ipv4Address?: string;
  ipv6Address?: string;
  linkLocalIps?: string[];
  macAddress?: string;
  driverOpts?: string[];
  gwPriority?: number;
}

/**
 * Limits that only a running container can get, because the provider has no property for them: the body of the Engine
 * API's container update. Sizes are in bytes.
 */
export interface ContainerUpdates {
  PidsLimit?: number;
  BlkioWeight?: number;
  CpuRealtimePeriod?: number;
  CpuRealtimeRuntime?: number;
  Memory?: number;
  MemorySwap?: number;
  MemoryReservation?: number;
}

/** `docker.ContainerArgs` without `image` and `networksAdvanced`. Memory is in MiB, periods are Go durations. */
export interface ContainerFields {
  name: string;
  capabilities?: { adds?: string[]; drops?: string[] };
  cgroupParent?: string;
  cgroupnsMode?: string;
  command?: string[];
  cpuPeriod?: number;
  cpuQuota?: number;
  cpuSet?: string;
  cpuShares?: number;
  cpus?: string;
  destroyGraceSeconds: number;
  deviceCgroupRules?: string[];
  deviceReadBps?: DeviceRateFields[];
  deviceReadIops?: DeviceRateFields[];
  deviceRequests?: DeviceRequestFields[];
  deviceWriteBps?: DeviceRateFields[];
  deviceWriteIops?: DeviceRateFields[];
  devices?: { hostPath: string; containerPath?: string; permissions?: string }[];
  dns?: string[];
  dnsOpts?: string[];
  dnsSearches?: string[];
  domainname?: string;
  entrypoints?: string[];
  envs?: string[];
  groupAdds?: string[];
  healthcheck?: HealthcheckFields;
  hostname?: string;
  hosts?: { host: string; ip: string }[];
  init?: boolean;
  ipcMode?: string;
  labels: Label[];
  logDriver?: string;
  logOpts?: Record<string, string>;
  maxRetryCount?: number;
  memory?: number;
  memoryReservation?: number;
  memorySwap?: number;
  mounts?: MountFields[];
  networkMode?: string;
  pidMode?: string;
  platform?: string;
  ports?: PortFields[];
  privileged?: boolean;
  readOnly?: boolean;
  restart: string;
  runtime?: string;
  securityOpts?: string[];
  shmSize?: number;
  stdinOpen?: boolean;
  stopSignal?: string;
  stopTimeout?: number;
  storageOpts?: Record<string, string>;
  sysctls?: Record<string, string>;
  tmpfs?: Record<string, string>;
  tty?: boolean;
  ulimits?: { name: string; soft: number; hard: number }[];
  uploads?: UploadFields[];
  user?: string;
  usernsMode?: string;
  volumes?: VolumeMountFields[];
  workingDir?: string;
}

export interface HealthcheckFields {
  tests?: string[];
  interval?: string;
  timeout?: string;
  startPeriod?: string;
  startInterval?: string;
  retries?: number;
}

export interface MountFields {
  type: string;
  target: string;
  source?: string;
  readOnly?: boolean;
  bindOptions?: { propagation?: string };
  tmpfsOptions?: { sizeBytes?: number; mode?: number };
  volumeOptions?: { noCopy?: boolean; subpath?: string; labels?: Label[] };
}

export interface VolumeMountFields {
  containerPath?: string;
  fromContainer?: string;
  hostPath?: string;
  volumeName?: string;
  readOnly?: boolean;
  selinuxRelabel?: string;
}

export interface PortFields {
  internal: number;
  external?: number;
  ip?: string;
  protocol?: string;
}

/** Has one of `content`, `contentBase64` and `source`. `source` is a path on the machine of the provider. */
export interface UploadFields {
  file: string;
  content?: string;
  contentBase64?: string;
  source?: string;
  permissions?: string;
  owner?: string;
  group?: string;
}

export interface DeviceRequestFields {
  driver?: string;
  count?: number;
  deviceIds?: string[];
  capabilities?: string[];
  options?: Record<string, string>;
}

export interface DeviceRateFields {
  path: string;
  rate: number;
}
