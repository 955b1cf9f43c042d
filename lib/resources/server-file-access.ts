import type { ContainerPlan } from "../compose/index.ts";
import { uploadsLabel } from "../docker/labels.ts";
import { type Upload, uploadsText } from "./container-args.ts";

/** A file that is written into a server's container. */
export interface ServerFile extends Upload {
  /** Id of the only user who may read the file, if the image starts as root. Default: everybody may read it. */
  readonly reader?: string;
}

/** Ids of the users as which the registry and the PyPI server run. The PyPI server's image starts as root first. */
export const fileReaders = { root: "0", pypiserver: "9898" } as const;

/**
 * Uploads that only their reader can read. If an image does not start as root, the id of its user is unknown, and engines
 * differ in whom they make the owner. Such files stay readable for everybody.
 * @param user the image's user: "" is root, undefined is unknown
 */
export function readableByOwner(
  files: readonly ServerFile[],
  user: () => Promise<string | undefined>,
): readonly Upload[] {
  if (files.every(({ reader }) => reader === undefined)) return files;
  const isRoot = user().then((name) => name === "");
  return files.map(({ reader, ...file }) => {
    if (reader === undefined) return file;
    const owner = isRoot.then((yes) => (yes ? reader : undefined));
    return {
      ...file,
      permissions: isRoot.then((yes) => (yes ? "0400" : undefined)),
      ...(reader !== fileReaders.root && { owner }),
    };
  });
}

/**
 * Inputs to ignore: a change of a file's access alone does not replace a container that runs. Earlier versions left the
 * files readable for everybody. If the compose file changes the access, the config-hash label changes with it.
 */
export function unchangedAccess(plan: ContainerPlan, further: readonly Upload[]): string[] {
  const text = uploadsText(plan, further);
  if (text === undefined || plan.live?.[uploadsLabel] !== text) return [];
  return ["permissions", "owner", "group"].map((field) => `uploads[*].${field}`);
}
