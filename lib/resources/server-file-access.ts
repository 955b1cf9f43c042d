import type { ContainerPlan } from "../compose/index.ts";
import { uploadsLabel } from "../docker/labels.ts";
import { type Upload, uploadsText } from "./container-args.ts";

/** A file of a server. */
export interface ServerFile extends Upload {
  /** Id of the user who alone reads it, where the image starts as root. Default: everybody may. */
  readonly reader?: string;
}

/** The user that the registry's process is, and that of the PyPI server once its image has left root. */
export const fileReaders = { root: "0", pypiserver: "9898" } as const;

/**
 * The files as uploads that their reader alone can read. Where an image does not start as root nobody knows the id of
 * its user, and engines differ in whom they give the files to: these stay open.
 * @param user of the image; "" is root, undefined unknown
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
 * Who may read the files of a living container counts when it is made anew: earlier versions left them open. Where the
 * file says it, the config-hash label stands for it.
 */
export function unchangedAccess(plan: ContainerPlan, further: readonly Upload[]): string[] {
  const text = uploadsText(plan, further);
  if (text === undefined || plan.live?.[uploadsLabel] !== text) return [];
  return ["permissions", "owner", "group"].map((field) => `uploads[*].${field}`);
}
