import { withoutUndefined } from "../compose/defined.ts";
import { type InputReadings, readAsSet } from "./input-reading.ts";

/** Readings of capabilities, privileges and security options. */
export const securityReadings: InputReadings<
  | "privileged"
  | "readOnly"
  | "capabilities"
  | "securityOpts"
  | "sysctls"
  | "usernsMode"
  | "cgroupnsMode"
  | "cgroupParent"
> = {
  privileged: { read: ({ HostConfig }) => HostConfig.Privileged },
  readOnly: { read: ({ HostConfig }) => HostConfig.ReadonlyRootfs },
  capabilities: {
    read: ({ HostConfig }) => capabilities(HostConfig.CapAdd, HostConfig.CapDrop),
    expected: (wanted) => wanted && capabilities(wanted.adds ?? null, wanted.drops ?? null),
  },
  securityOpts: readAsSet(({ HostConfig }) => HostConfig.SecurityOpt as string[] | null),
  sysctls: { read: ({ HostConfig }) => HostConfig.Sysctls ?? undefined },
  usernsMode: { read: ({ HostConfig }) => HostConfig.UsernsMode },
  cgroupnsMode: { read: ({ HostConfig }) => HostConfig.CgroupnsMode },
  cgroupParent: { read: ({ HostConfig }) => HostConfig.CgroupParent },
};

function capabilities(adds: readonly string[] | null, drops: readonly string[] | null) {
  const names = (list: readonly string[] | null) =>
    list && list.length > 0 ? list.map(kernelName).sort() : undefined;
  return withoutUndefined({ adds: names(adds), drops: names(drops) });
}

/** The kernel's name of a capability: older engines store it as it was written. */
function kernelName(name: string): string {
  const upper = name.toUpperCase();
  return upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}
