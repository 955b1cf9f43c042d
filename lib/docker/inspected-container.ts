import type { Labels } from "./labels.ts";

/** The used part of a container's `docker inspect`. */
export interface InspectedContainer {
  readonly Id: string;
  /** With the engine's leading slash. */
  readonly Name: string;
  /** Id of the image. */
  readonly Image: string;
  readonly State: InspectedState;
  /** Number of restarts by its restart policy. */
  readonly RestartCount: number;
  readonly Config: {
    /** The image as it was given at the creation, usually a reference. */
    readonly Image: string;
    readonly Hostname: string;
    readonly Domainname: string;
    readonly User: string;
    readonly Tty: boolean;
    readonly OpenStdin: boolean;
    readonly Env: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly WorkingDir: string;
    readonly Labels: Labels;
    readonly ExposedPorts?: object | null;
    readonly Volumes?: Readonly<Record<string, object>> | null;
    readonly Healthcheck?: InspectedHealthcheck | null;
    readonly StopSignal?: string;
    readonly StopTimeout?: number | null;
  };
  readonly HostConfig: InspectedHostConfig;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, InspectedEndpoint>> };
  /** The real mounts. `HostConfig` has the requested ones. */
  readonly Mounts?: readonly InspectedMountPoint[] | null;
}

export interface InspectedState {
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly Status: string;
  readonly Running: boolean;
  readonly Restarting: boolean;
  readonly ExitCode: number;
  /** ISO 8601, the year 1 if it was never started. The same holds for its end. */
  readonly StartedAt: string;
  readonly FinishedAt: string;
  /** True if the kernel ended it, because it was out of memory. */
  readonly OOMKilled: boolean;
  /** Why the engine could not start it. Empty if it could. */
  readonly Error: string;
  /** Undefined without a healthcheck. */
  readonly Health?: {
    /** `starting`, `healthy` or `unhealthy`. */
    readonly Status: string;
    readonly Log?: readonly { readonly Output: string }[] | null;
  };
}

interface InspectedMountPoint {
  readonly Type: string;
  /** Only volumes have one. */
  readonly Name?: string;
  readonly Destination: string;
}

/** A healthcheck. Durations are in nanoseconds. */
export interface InspectedHealthcheck {
  readonly Test?: readonly string[] | null;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** The host configuration. Sizes are in bytes. */
export interface InspectedHostConfig {
  readonly AutoRemove: boolean;
  readonly Binds: readonly string[] | null;
  readonly BlkioDeviceReadBps?: readonly Rate[] | null;
  readonly BlkioDeviceReadIOps?: readonly Rate[] | null;
  readonly BlkioDeviceWriteBps?: readonly Rate[] | null;
  readonly BlkioDeviceWriteIOps?: readonly Rate[] | null;
  readonly BlkioWeight?: number | null;
  readonly CapAdd: readonly string[] | null;
  readonly CapDrop: readonly string[] | null;
  readonly CgroupParent: string;
  readonly CgroupnsMode?: string;
  readonly CpuPeriod: number;
  readonly CpuQuota: number;
  readonly CpuRealtimePeriod?: number | null;
  readonly CpuRealtimeRuntime?: number | null;
  readonly CpuShares: number;
  readonly CpusetCpus: string;
  readonly DeviceCgroupRules: readonly string[] | null;
  readonly DeviceRequests?: readonly DeviceRequest[] | null;
  readonly Devices: readonly Device[] | null;
  readonly Dns: readonly string[] | null;
  readonly DnsOptions: readonly string[] | null;
  readonly DnsSearch: readonly string[] | null;
  readonly ExtraHosts: readonly string[] | null;
  readonly GroupAdd: readonly string[] | null;
  readonly Init?: boolean | null;
  readonly IpcMode: string;
  readonly LogConfig: { readonly Type: string; readonly Config: Readonly<Record<string, string>> | null };
  readonly Memory: number;
  readonly MemoryReservation: number;
  readonly MemorySwap: number;
  readonly Mounts?: readonly InspectedMount[] | null;
  readonly NanoCpus: number;
  readonly NetworkMode: string;
  readonly PidMode: string;
  readonly PidsLimit?: number | null;
  readonly PortBindings: Readonly<Record<string, readonly InspectedHostPort[] | null>> | null;
  readonly Privileged: boolean;
  readonly PublishAllPorts: boolean;
  readonly ReadonlyRootfs: boolean;
  readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
  readonly Runtime: string;
  readonly SecurityOpt: readonly string[] | null;
  readonly ShmSize: number;
  readonly StorageOpt?: Readonly<Record<string, string>> | null;
  readonly Sysctls?: Readonly<Record<string, string>> | null;
  readonly Tmpfs?: Readonly<Record<string, string>> | null;
  readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[] | null;
  readonly UsernsMode: string;
  readonly VolumesFrom: readonly string[] | null;
}

interface Rate {
  readonly Path: string;
  readonly Rate: number;
}

interface InspectedHostPort {
  readonly HostIp: string;
  readonly HostPort: string;
}

interface Device {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  readonly CgroupPermissions: string;
}

interface DeviceRequest {
  readonly Driver: string;
  readonly Count: number;
  readonly DeviceIDs: readonly string[] | null;
  readonly Capabilities: readonly (readonly string[])[] | null;
  readonly Options: Readonly<Record<string, string>> | null;
}

export interface InspectedMount {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: { readonly Propagation?: string } | null;
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number } | null;
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean;
    readonly Subpath?: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
  } | null;
}

export interface InspectedEndpoint {
  readonly Aliases?: readonly string[] | null;
  readonly IPAMConfig?: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[] | null;
  } | null;
  readonly IPAddress?: string;
  readonly MacAddress?: string;
  readonly DriverOpts?: Readonly<Record<string, string>> | null;
  readonly Links?: readonly string[] | null;
  readonly GwPriority?: number;
}
