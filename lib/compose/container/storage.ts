import { relative } from "node:path";
import { ownEntry } from "../../problems/own-entry.ts";
import { withoutUndefined } from "../defined.ts";
import type { Mount } from "../model.ts";
import { type ContainerBuilder, type Handlers, limited, refused } from "./container-builder.ts";
import { noteHostPath } from "./host-paths.ts";

/** Handlers of volumes, mounts and tmpfs. */
export const storageHandlers: Handlers<
  "volumes" | "volumes_from" | "tmpfs" | "storage_opt" | "read_only" | "volume_driver"
> = {
  volumes: limited(
    "Mounts of type bind, volume and tmpfs. `bind.recursive` is refused. On another machine, read-only binds of the stack's folder are copied into the container, and writable ones are refused.",
    (mounts, subject) => {
      for (const [index, mount] of mounts.entries()) addMount(mount, `volumes.${index}`, subject);
    },
  ),
  volumes_from: limited("Services of the same file.", (sources, subject) => {
    for (const source of sources) {
      const [service = "", mode] = source.split(":");
      if (source.startsWith("container:")) {
        subject.refuse("volumes_from", `"${source}"`, "name a service of this file");
      } else subject.volumesFrom.push({ service, readOnly: mode === "ro" });
    }
  }),
  tmpfs: limited("An empty entry is refused.", (entries, subject) => {
    if (entries.includes(""))
      subject.refuse("tmpfs", "empty text", "remove it, or give its variable a value");
    subject.fields.tmpfs = Object.fromEntries(
      entries.map((entry) => {
        const cut = entry.indexOf(":");
        return cut < 0 ? [entry, ""] : [entry.slice(0, cut), entry.slice(cut + 1)];
      }),
    );
  }),
  storage_opt: (options, { fields }) => {
    fields.storageOpts = { ...options };
  },
  read_only: (value, { fields }) => {
    fields.readOnly = value;
  },
  volume_driver: refused("volume_driver", "name the driver below the top-level volumes"),
};

/** Compose uses the engine's older `Binds` if they can express a mount. So must we, to get the same inspect output. */
function addMount(mount: Mount, key: string, subject: ContainerBuilder): void {
  if (mount.type === "bind") addBind(mount, key, subject);
  else if (mount.type === "volume") addVolume(mount, subject);
  else if (mount.type === "tmpfs") addTmpfs(mount, subject);
  else subject.refuse(key, `a mount of type ${mount.type}`, "use bind, volume or tmpfs", mount);
}

function addTmpfs({ target, read_only, tmpfs }: Mount, subject: ContainerBuilder): void {
  const sizeBytes = tmpfs?.size === undefined ? undefined : Number(tmpfs.size);
  const tmpfsOptions = tmpfs && withoutUndefined({ sizeBytes, mode: tmpfs.mode });
  subject.append("mounts", withoutUndefined({ type: "tmpfs", target, readOnly: read_only, tmpfsOptions }));
}

function addBind(mount: Mount, key: string, subject: ContainerBuilder): void {
  const { source = "", target, read_only: readOnly, bind } = mount;
  if (readOnly || subject.stack.files.kind(source) === "file") noteHostFile(source, subject);
  const isMade = !bind || (bind.create_host_path === true && !bind.propagation);
  noteHostPath(subject, key, mount, { path: source, target, isReadOnly: readOnly === true, isMade });
  if (bind?.recursive) {
    subject.refuse(key, "bind.recursive", "remove it: binds are recursive", mount);
  } else if (isMade) {
    const selinuxRelabel = bind?.selinux;
    subject.append(
      "volumes",
      withoutUndefined({ hostPath: source, containerPath: target, readOnly, selinuxRelabel }),
    );
  } else {
    const bindOptions = withoutUndefined({ propagation: bind?.propagation });
    subject.append("mounts", withoutUndefined({ type: "bind", source, target, readOnly, bindOptions }));
  }
}

function addVolume(
  { source, target, read_only: readOnly, volume = {} }: Mount,
  subject: ContainerBuilder,
): void {
  const name = source && (ownEntry(subject.model.volumes, source)?.name ?? source);
  const { nocopy, subpath, labels } = volume;
  const hasOptions = nocopy || subpath || labels;
  if (name && !hasOptions) {
    subject.append("volumes", withoutUndefined({ volumeName: name, containerPath: target, readOnly }));
    return;
  }
  const list = labels && Object.entries(labels).map(([label, value]) => ({ label, value }));
  const volumeOptions = hasOptions ? withoutUndefined({ noCopy: nocopy, subpath, labels: list }) : undefined;
  subject.append(
    "mounts",
    withoutUndefined({ type: "volume", source: name, target, readOnly, volumeOptions }),
  );
}

/**
 * Files of the stack's folder are part of the deployment, so a change of them replaces the container. Folders to which
 * the container may write hold its own data and are left out.
 */
export function noteHostFile(path: string, { stack, hostFiles }: ContainerBuilder): void {
  const inside = relative(stack.source.dir, path);
  if (inside !== "" && !inside.startsWith("..") && stack.files.kind(path) !== undefined) hostFiles.add(path);
}
