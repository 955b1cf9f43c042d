import { changeWord, listed } from "./inputs.ts";
import type { Reason } from "./model.ts";
import { differingPart, type EntryChange, type ServiceSourceChange } from "./sources.ts";

/**
 * Files of a stack's folder by which a container changes, such as `html/index.html changed`.
 * @param folder of the stack, from the repository's root
 */
export function fileReasons(sources: ServiceSourceChange, folder: string): Reason[] {
  const short = (entry: EntryChange<string>) => ({ ...entry, name: inFolder(entry.name, folder) });
  const files = differingPart(sources, "files").map(short);
  const secrets = differingPart(sources, "secrets").map(short);
  return [...ofFiles(files), ...secrets.map((entry) => reason(`secret ${entry.name}`, entry))];
}

/** Files that an image is built from. */
export function buildReasons(sources: ServiceSourceChange, folder: string): Reason[] {
  const names = differingPart(sources, "build").map((entry) => {
    const name = inFolder(entry.name, folder);
    return `${name} ${changeWord(entry.before, entry.after)}`;
  });
  return names.length === 0 ? [] : [{ what: "build", text: `built again: ${listed(names)}` }];
}

/** If only a few files changed, each has a line. */
function ofFiles(files: readonly EntryChange<string>[]): Reason[] {
  if (files.length <= 3) return files.map((entry) => reason(entry.name, entry));
  const names = files.map(({ name }) => name);
  return [{ what: names[0] ?? "files", text: `${listed(names)} changed` }];
}

function reason(what: string, { before, after }: EntryChange<string>): Reason {
  return { what, text: `${what} ${changeWord(before, after)}` };
}

function inFolder(path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
