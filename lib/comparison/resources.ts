import { withoutUndefined } from "../compose/defined.ts";
import type { ContainerFields, DeviceRateFields, DeviceRequestFields } from "../compose/provider-fields.ts";
import type { InspectedHostConfig } from "../docker/inspected-container.ts";
import { type InputReading, type InputReadings, mebibytes, readAsSet } from "./input-reading.ts";

/** Readings of limits, reservations and devices. */
export const resourceReadings: InputReadings<
  | "memory"
  | "memoryReservation"
  | "memorySwap"
  | "shmSize"
  | "cpus"
  | "cpuShares"
  | "cpuPeriod"
  | "cpuQuota"
  | "cpuSet"
  | "ulimits"
  | "devices"
  | "deviceRequests"
  | "deviceCgroupRules"
  | "deviceReadBps"
  | "deviceReadIops"
  | "deviceWriteBps"
  | "deviceWriteIops"
> = {
  memory: { read: ({ HostConfig }) => mebibytes(HostConfig.Memory) },
  memoryReservation: { read: ({ HostConfig }) => mebibytes(HostConfig.MemoryReservation) },
  memorySwap: { read: ({ HostConfig }) => mebibytes(HostConfig.MemorySwap) },
  shmSize: { read: ({ HostConfig }) => mebibytes(HostConfig.ShmSize) },
  cpus: {
    read: ({ HostConfig }) => cpuText(HostConfig.NanoCpus / 1e9),
    normal: (wanted) => cpuText(Number(wanted)),
  },
  cpuShares: { read: ({ HostConfig }) => HostConfig.CpuShares },
  cpuPeriod: { read: ({ HostConfig }) => HostConfig.CpuPeriod },
  cpuQuota: { read: ({ HostConfig }) => HostConfig.CpuQuota },
  cpuSet: { read: ({ HostConfig }) => HostConfig.CpusetCpus },
  ulimits: readAsSet(({ HostConfig }) =>
    HostConfig.Ulimits?.map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })),
  ),
  devices: readAsSet<Device[]>(
    ({ HostConfig }) =>
      HostConfig.Devices?.map(({ PathOnHost, PathInContainer, CgroupPermissions }) => ({
        hostPath: PathOnHost,
        containerPath: PathInContainer,
        permissions: CgroupPermissions,
      })),
    (wanted) =>
      wanted.map(({ hostPath, containerPath = hostPath, permissions = "rwm" }) => ({
        hostPath,
        containerPath,
        permissions,
      })),
  ),
  deviceRequests: readAsSet(
    ({ HostConfig }) =>
      HostConfig.DeviceRequests?.map(({ Driver, Count, DeviceIDs, Capabilities, Options }) =>
        request({
          driver: Driver,
          count: Count,
          deviceIds: [...(DeviceIDs ?? [])],
          capabilities: (Capabilities ?? []).flat(),
          options: { ...Options },
        }),
      ),
    (wanted) => wanted.map(request),
  ),
  deviceCgroupRules: readAsSet(({ HostConfig }) => HostConfig.DeviceCgroupRules as string[] | null),
  deviceReadBps: rates(({ BlkioDeviceReadBps }) => BlkioDeviceReadBps),
  deviceReadIops: rates(({ BlkioDeviceReadIOps }) => BlkioDeviceReadIOps),
  deviceWriteBps: rates(({ BlkioDeviceWriteBps }) => BlkioDeviceWriteBps),
  deviceWriteIops: rates(({ BlkioDeviceWriteIOps }) => BlkioDeviceWriteIOps),
};

type Device = NonNullable<ContainerFields["devices"]>[number];

/** The engine counts whole billionths. */
function cpuText(count: number): string | undefined {
  const rounded = Math.round(count * 1e9) / 1e9;
  return rounded === 0 ? undefined : String(rounded);
}

function rates(
  list: (config: InspectedHostConfig) => InspectedHostConfig["BlkioDeviceReadBps"],
): InputReading<DeviceRateFields[]> {
  return readAsSet(({ HostConfig }) =>
    list(HostConfig)?.map(({ Path, Rate }) => ({ path: Path, rate: Rate })),
  );
}

/** A device request in one form: an empty list and an absent one mean the same. */
function request({
  driver = "cdi",
  count,
  deviceIds = [],
  capabilities = [],
  options = {},
}: DeviceRequestFields) {
  return withoutUndefined({
    driver,
    count: count || undefined,
    deviceIds: deviceIds.length > 0 ? [...deviceIds].sort() : undefined,
    capabilities: capabilities.length > 0 ? [...capabilities].sort() : undefined,
    options: Object.keys(options).length > 0 ? options : undefined,
  }) as DeviceRequestFields;
}
