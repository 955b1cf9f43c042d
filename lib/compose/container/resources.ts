import { isAbsolute } from "node:path";
import { withoutUndefined } from "../defined.ts";
import type { Deploy, DeviceRequest } from "../model.ts";
import type { DeviceRequestFields } from "../provider-fields.ts";
import {
  type ContainerBuilder,
  copied,
  type Handlers,
  limited,
  refused,
  withoutEffect,
} from "./container-builder.ts";
import { noteHostPath } from "./host-paths.ts";
import { setRestart } from "./lifecycle.ts";
import { setAfterStart, setMemory, setPids, setReservation, setSwap } from "./limits.ts";

const MIB = 2 ** 20;
const late = `It is ${setAfterStart}`;
const oddSizes = `A size that is not whole mebibytes is ${setAfterStart}`;

/** Handlers of limits, reservations and devices. */
export const resourceHandlers: Handlers<
  | "mem_limit"
  | "memswap_limit"
  | "mem_reservation"
  | "mem_swappiness"
  | "shm_size"
  | "cpus"
  | "cpu_shares"
  | "cpu_quota"
  | "cpu_period"
  | "cpuset"
  | "cpu_count"
  | "cpu_percent"
  | "cpu_rt_period"
  | "cpu_rt_runtime"
  | "pids_limit"
  | "ulimits"
  | "blkio_config"
  | "devices"
  | "gpus"
  | "deploy"
> = {
  mem_limit: limited(oddSizes, setMemory),
  memswap_limit: limited(oddSizes, (size, subject) => setSwap(Number(size), subject)),
  mem_reservation: limited(oddSizes, setReservation),
  mem_swappiness: refused("mem_swappiness", "remove it"),
  shm_size: limited("Whole mebibytes.", setShm),
  cpus: (count, subject) => setCpus(count, subject),
  cpu_shares: copied("cpuShares"),
  cpu_quota: copied("cpuQuota"),
  cpu_period: copied("cpuPeriod"),
  cpuset: copied("cpuSet"),
  cpu_count: refused("cpu_count", "use cpus: it is for Windows"),
  cpu_percent: refused("cpu_percent", "use cpus: it is for Windows"),
  cpu_rt_period: limited(late, (period, { updates }) => {
    updates.CpuRealtimePeriod = period;
  }),
  cpu_rt_runtime: limited(late, (runtime, { updates }) => {
    updates.CpuRealtimeRuntime = runtime;
  }),
  pids_limit: limited(late, setPids),
  ulimits: (limits, { fields }) => {
    fields.ulimits = Object.entries(limits)
      .map(([name, limit]) => {
        const { soft = 0, hard = 0 } = typeof limit === "number" ? { soft: limit, hard: limit } : limit;
        return { name, soft, hard };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  blkio_config: limited(`\`weight_device\` is refused. \`weight\` is ${setAfterStart}`, (blkio, subject) => {
    if (blkio.weight) subject.updates.BlkioWeight = blkio.weight;
    if (blkio.weight_device) {
      subject.refuse("blkio_config.weight_device", "weight_device", "use device_read_bps and its like");
    }
    const rates = (list: { Path: string; Rate: string }[] | undefined) =>
      list?.map(({ Path, Rate }) => ({ path: Path, rate: Number(Rate) }));
    Object.assign(
      subject.fields,
      withoutUndefined({
        deviceReadBps: rates(blkio.device_read_bps),
        deviceReadIops: rates(blkio.device_read_iops),
        deviceWriteBps: rates(blkio.device_write_bps),
        deviceWriteIops: rates(blkio.device_write_iops),
      }),
    );
  }),
  devices: (devices, subject) => {
    for (const [index, device] of devices.entries()) {
      const { source, target, permissions } = device;
      if (isCdiName(source) && (target === undefined || source === target)) {
        subject.append("deviceRequests", { driver: "cdi", deviceIds: [source] });
      } else {
        subject.append("devices", withoutUndefined({ hostPath: source, containerPath: target, permissions }));
        const path = { path: source, target: target ?? source, isReadOnly: false, isMade: false };
        if (isAbsolute(source)) noteHostPath(subject, `devices.${index}`, device, path);
      }
    }
  },
  gpus: (requests, subject) => {
    for (const request of requests) {
      const capabilities = [...(request.capabilities ?? []), "gpu"];
      subject.append("deviceRequests", deviceRequest({ ...request, capabilities }));
    }
  },
  deploy: limited(
    "`mode: global` means one container. `labels`, `endpoint_mode`, `update_config`, `rollback_config` and `placement` have no effect: they are for a swarm.",
    (deploy, subject) => setDeploy(deploy, subject),
  ),
};

/** Runs after the equivalent keys outside `deploy`, so that it wins, as in compose. */
function setDeploy({ resources, restart_policy, ...rest }: Deploy, subject: ContainerBuilder): void {
  const { limits, reservations } = resources;
  if (limits?.memory) setMemory(limits.memory, subject);
  if (limits?.cpus) setCpus(limits.cpus, subject);
  if (limits?.pids) setPids(limits.pids, subject);
  if (reservations?.memory) setReservation(reservations.memory, subject);
  for (const request of reservations?.devices ?? []) {
    subject.append("deviceRequests", deviceRequest(request));
  }
  if (restart_policy) {
    const { condition = "any", max_attempts } = restart_policy;
    const name = condition === "none" ? "no" : condition === "any" ? "always" : condition;
    const policy = name === "on-failure" && max_attempts ? `${name}:${max_attempts}` : name;
    setRestart(policy, subject, "deploy.restart_policy");
  }
  if (rest.mode === "global") subject.note("deploy.mode", "a single engine is all there is: one container");
  const swarmOnly = ["update_config", "rollback_config", "endpoint_mode", "labels"] as const;
  for (const key of swarmOnly) {
    if (rest[key]) withoutEffect(`deploy.${key}`, "means something to a swarm only")(rest[key], subject);
  }
}

function setCpus(count: number, { fields, unreadable }: ContainerBuilder): void {
  fields.cpus = String(count);
  // "2" is read back as "2.0", and "0.05" as "0.1".
  unreadable.add("cpus");
}

/** Sets the only size that cannot be changed after the creation, so it must be in whole MiB. */
function setShm(size: string, subject: ContainerBuilder): void {
  const count = Number(size) / MIB;
  if (!Number.isInteger(count))
    subject.refuse("shm_size", `${size} bytes`, "write whole mebibytes, such as 512m");
  subject.fields.shmSize = count;
}

function deviceRequest({
  capabilities,
  count,
  device_ids,
  driver,
  options,
}: DeviceRequest): DeviceRequestFields {
  return withoutUndefined({ driver: driver ?? "", count, deviceIds: device_ids, capabilities, options });
}

/** True for a name of the Container Device Interface: `vendor.com/class=name`. */
function isCdiName(source: string): boolean {
  return /^[a-zA-Z][\w.-]*\/[a-zA-Z][\w-]*=[\w.:-]+$/.test(source);
}
