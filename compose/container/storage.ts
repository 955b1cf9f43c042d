import { relative } from "node:path";
import type { Mount } from "../model.ts";
import { type Handlers, refused, type Subject } from "./subject.ts";

/** What is mounted into the container. */
export const storageHandlers: Handlers<
  "volumes" | "volumes_from" | "tmpfs" | "storage_opt" | "read_only" | "volume_driver"
> = {
  volumes: (mounts, subject) => {
    for (const [index, mount] of mounts.entries()) addMount(mount, `volumes.${index}`, subject);
  },
  volumes_from: (sources, subject) => {
    for (const source of sources) {
      const [service = "", mode] = source.split(":");
      if (source.startsWith("container:")) {
        subject.refuse("volumes_from", `"${source}"`, "name a service of this file");
      } else subject.volumesFrom.push({ service, readOnly: mode === "ro" });
    }
  },
  tmpfs: (entries, { fields }) => {
    fields.tmpfs = Object.fromEntries(
      entries.map((entry) => {
        const cut = entry.indexOf(":");
        return cut < 0 ? [entry, ""] : [entry.slice(0, cut), entry.slice(cut + 1)];
      }),
    );
  },
  storage_opt: (options, { fields }) => {
    fields.storageOpts = { ...options };
  },
  read_only: (value, { fields }) => {
    fields.readOnly = value;
  },
  volume_driver: refused("volume_driver", "name the driver below the top-level volumes"),
};

/** Compose uses the engine's older `Binds` where they can say it; its inspect output is the same only then. */
function addMount(mount: Mount, key: string, subject: Subject): void {
  if (mount.type === "bind") addBind(mount, key, subject);
  else if (mount.type === "volume") addVolume(mount, subject);
  else if (mount.type === "tmpfs") addTmpfs(mount, subject);
  else subject.refuse(key, `a mount of type ${mount.type}`, "use bind, volume or tmpfs", mount);
}

function addTmpfs({ target, read_only, tmpfs }: Mount, subject: Subject): void {
  const { size, mode } = tmpfs ?? {};
  subject.append("mounts", {
    type: "tmpfs",
    target,
    ...(read_only ? { readOnly: true } : {}),
    ...(tmpfs
      ? { tmpfsOptions: { ...(size ? { sizeBytes: Number(size) } : {}), ...(mode ? { mode } : {}) } }
      : {}),
  });
}

function addBind(mount: Mount, key: string, subject: Subject): void {
  const { source = "", target, read_only, bind } = mount;
  if (read_only || subject.stack.files.kind(source) === "file") noteHostFile(source, subject);
  if (bind?.recursive) {
    subject.refuse(key, "bind.recursive", "remove it: binds are recursive", mount);
  } else if (!bind || (bind.create_host_path && !bind.propagation)) {
    subject.append("volumes", {
      hostPath: source,
      containerPath: target,
      ...(read_only ? { readOnly: true } : {}),
      ...(bind?.selinux ? { selinuxRelabel: bind.selinux } : {}),
    });
  } else {
    subject.append("mounts", {
      type: "bind",
      source,
      target,
      ...(read_only ? { readOnly: true } : {}),
      bindOptions: bind.propagation ? { propagation: bind.propagation } : {},
    });
  }
}

function addVolume({ source, target, read_only, volume }: Mount, subject: Subject): void {
  const name = source && (subject.model.volumes?.[source]?.name ?? source);
  const readOnly = read_only ? { readOnly: true } : {};
  const hasOptions = volume && (volume.nocopy || volume.subpath || volume.labels);
  if (name && !hasOptions) {
    subject.append("volumes", { volumeName: name, containerPath: target, ...readOnly });
    return;
  }
  subject.append("mounts", {
    type: "volume",
    ...(name ? { source: name } : {}),
    target,
    ...readOnly,
    ...(hasOptions
      ? {
          volumeOptions: {
            ...(volume.nocopy ? { noCopy: true } : {}),
            ...(volume.subpath ? { subpath: volume.subpath } : {}),
            ...(volume.labels
              ? { labels: Object.entries(volume.labels).map(([label, value]) => ({ label, value })) }
              : {}),
          },
        }
      : {}),
  });
}

/**
 * Files of the stack's folder are part of what is deployed: a change of them is a change of the container. Folders
 * that the container may write to are its own data, and left out.
 */
export function noteHostFile(path: string, { stack, hostFiles }: Subject): void {
  const inside = relative(stack.source.dir, path);
  if (inside !== "" && !inside.startsWith("..") && stack.files.kind(path) !== undefined) hostFiles.add(path);
}
