import { isAbsolute } from "node:path";
import type { LoadedStack } from "../load.ts";
import { position } from "../tree/node.ts";
import type { ContainerBuilder } from "./container-builder.ts";

/** A file, folder or device of the host in a container. */
export interface HostPath {
  readonly path: string;
  /** Path in the container. */
  readonly target: string;
  readonly isReadOnly: boolean;
  /** True if Docker creates an empty folder for a missing path. Otherwise it refuses the container. */
  readonly isMade: boolean;
  /** `<file>:<line>:<column>` */
  readonly where: string;
}

/** Notes a path of a container. `object` is the model's object that names it. */
export function noteHostPath(
  subject: ContainerBuilder,
  key: string,
  object: object | undefined,
  path: Omit<HostPath, "where">,
): void {
  subject.hostPaths.push({ ...path, where: subject.where(key, object) });
}

/** Folders to which volumes of the local driver are bound. Docker does not create them. */
export function volumePaths({ model, place }: LoadedStack): HostPath[] {
  return Object.entries(model.volumes ?? {}).flatMap(([key, { driver = "local", driver_opts = {} }]) => {
    const { o = "", device = "" } = driver_opts;
    const isBind = driver === "local" && o.split(",").some((each) => each === "bind" || each === "rbind");
    if (!isBind || !isAbsolute(device)) return [];
    const where = position(place(["volumes", key, "driver_opts", "device"]));
    return [{ path: device, target: "", isReadOnly: false, isMade: false, where }];
  });
}
