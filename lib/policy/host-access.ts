import { posix } from "node:path";
import { ownEntry } from "../problems/own-entry.ts";
import type { RuleBreach, ServiceSubject } from "./subject.ts";

export function privileged(subject: ServiceSubject): RuleBreach[] {
  const { service } = subject;
  const isAll = service.cap_add?.some((name) => /^(cap_)?all$/i.test(name));
  return [
    ...(service.privileged ? [{ path: subject.where(["privileged"]), found: "privileged: true" }] : []),
    ...(isAll ? [{ path: subject.where(["cap_add"]), found: "cap_add: ALL" }] : []),
  ];
}

export function hostNamespaces(subject: ServiceSubject): RuleBreach[] {
  const { service } = subject;
  return (["network_mode", "pid", "ipc"] as const).flatMap((key) =>
    service[key] === "host" ? [{ path: subject.where([key]), found: `${key}: host` }] : [],
  );
}

const socket = /\/(docker|podman|containerd|crio)\.sock$/;
/** Folders that contain a container engine's socket. */
const above = /^\/(var|(var\/)?run(\/(docker|podman|containerd|crio))?)$/;

export function dockerSocket(subject: ServiceSubject): RuleBreach[] {
  return mounted(subject).filter(({ source }) => socket.test(source) || above.test(source));
}

export function hostRoot(subject: ServiceSubject): RuleBreach[] {
  return mounted(subject).filter(({ source }) => source === "/");
}

interface Mounted extends RuleBreach {
  /** Absolute path on the host. */
  readonly source: string;
}

/** Host paths that a service mounts: binds, and volumes that are bound to folders. */
function mounted(subject: ServiceSubject): Mounted[] {
  const { service, model } = subject;
  return (service.volumes ?? []).flatMap((mount) => {
    const source =
      mount.type === "bind" ? mount.source : ownEntry(model.volumes, mount.source ?? "")?.driver_opts?.device;
    if (!source?.startsWith("/")) return [];
    const path = subject.where(["volumes"], mount);
    return [{ path, found: `a mount of ${source}`, source: posix.resolve(source) }];
  });
}
